using Xunit;

namespace Sessions.Testing;

// What a failing store does to its callers: an answer that was lost is found again, and a heartbeat may fail for a moment.
public abstract partial class SessionStoreConformance
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    private (FaultInjectingStore Faults, SessionManager Manager) Failing()
    {
        var faults = new FaultInjectingStore(Store);
        return (faults, Over(faults));
    }

    [ConformanceFact]
    public async Task A_commit_whose_answer_was_lost_is_found_again_by_its_key()
    {
        var (faults, manager) = Failing();
        await CreateAsync();
        faults.FailAfter(StoreCall.Commit);
        await RefusedAsync<SessionStoreUnavailableException>(() => manager.AppendMessageAsync("s", NewMessage.User("once"), Keyed("k")));
        Assert.Equal(2, (await manager.AppendMessageAsync("s", NewMessage.User("once"), Keyed("k"))).Version);
        Assert.Equal(["once"], await ContentsAsync());
    }

    [ConformanceFact]
    public async Task A_commit_that_failed_before_the_store_is_made_by_the_repetition()
    {
        var (faults, manager) = Failing();
        await CreateAsync();
        faults.FailBefore(StoreCall.Commit, times: 2);
        await RefusedAsync<SessionStoreUnavailableException>(() => manager.AppendMessageAsync("s", NewMessage.User("once"), Keyed("k")));
        await RefusedAsync<SessionStoreUnavailableException>(() => manager.AppendMessageAsync("s", NewMessage.User("once"), Keyed("k")));
        Assert.Equal(2, (await manager.AppendMessageAsync("s", NewMessage.User("once"), Keyed("k"))).Version);
    }

    [ConformanceFact]
    public async Task A_create_whose_answer_was_lost_is_found_again_by_its_key()
    {
        var (faults, manager) = Failing();
        faults.FailAfter(StoreCall.Commit);
        await RefusedAsync<SessionStoreUnavailableException>(() => manager.CreateAsync(options: Keyed("k")));
        await manager.CreateAsync(options: Keyed("k"));
        Assert.Equal(1, await manager.CountAsync());
    }

    [ConformanceFact]
    public async Task A_heartbeat_keeps_the_lease()
    {
        var (faults, manager) = Failing();
        await CreateAsync();
        await using var lease = await manager.AcquireLeaseAsync("s");
        for (var beat = 1; beat <= 10; beat++)
        {
            Time.Advance(Beat);
            await faults.ReachAsync(StoreCall.Renew, beat).WaitAsync(Patience);
        }

        Assert.False(lease.IsLost);
        await manager.SetStateAsync("s", "a", 1, new CommitOptions { Lease = lease.Token });
    }

    [ConformanceTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_heartbeat_that_fails_for_a_moment_does_not_lose_the_lease(bool known)
    {
        var (faults, manager) = Failing();
        await CreateAsync();
        await using (var lease = await manager.AcquireLeaseAsync("s"))
        {
            faults.FailBefore(StoreCall.Renew, 2, known ? null : new TimeZoneNotFoundException());
            for (var beat = 1; beat <= 2; beat++)
            {
                Time.Advance(Beat);
                await faults.ReachAsync(StoreCall.Renew, beat).WaitAsync(Patience);
            }

            // The third beat and the end of the lease would fall on one instant.
            Time.Advance(Beat - Tick);
            Assert.False(lease.IsLost);
            await lease.RenewAsync();
            Time.Advance(Tick);
            await faults.ReachAsync(StoreCall.Renew, 4).WaitAsync(Patience);
            Assert.False(lease.IsLost);
            await manager.SetStateAsync("s", "a", 1, new CommitOptions { Lease = lease.Token });
        }

        Assert.Null((await ViewAsync()).Lease);
    }

    [ConformanceFact]
    public async Task A_holder_whose_heartbeats_all_fail_learns_it_when_the_lease_runs_out()
    {
        var (faults, manager) = Failing();
        await CreateAsync();
        await using var lease = await manager.AcquireLeaseAsync("s");
        faults.FailBefore(StoreCall.Renew, 100);
        Time.Advance(Lifetime - Tick);
        Assert.False(lease.IsLost);
        Time.Advance(Tick);
        Assert.True(lease.IsLost);
        Assert.Throws<LeaseLostException>(lease.ThrowIfLost);
        await Assert.ThrowsAsync<LeaseLostException>(async () => await lease.RenewAsync());
        await UnchangedAsync<LeaseLostException>(() => manager.SetStateAsync("s", "a", 1, new CommitOptions { Lease = lease.Token }));
    }

    [ConformanceFact]
    public async Task A_heartbeat_that_hangs_does_not_hide_the_loss()
    {
        var (faults, manager) = Failing();
        await CreateAsync();
        await using var lease = await manager.AcquireLeaseAsync("s");
        var gate = faults.Hold(StoreCall.Renew);
        Time.Advance(Beat);
        await gate.Reached.WaitAsync(Patience);
        Time.Advance(Lifetime);
        Assert.True(lease.IsLost);
    }

    [ConformanceFact]
    public async Task A_release_that_fails_does_not_take_the_place_of_the_result()
    {
        var (faults, manager) = Failing();
        await CreateAsync();
        faults.FailBefore(StoreCall.Release, 2, new TimeZoneNotFoundException());
        await (await manager.AcquireLeaseAsync("s", "one")).DisposeAsync();
        Assert.Equal("one", (await ViewAsync()).Lease!.Holder);
        Time.Advance(Lifetime);
        await using var next = await manager.AcquireLeaseAsync("s", "two");
    }

    [ConformanceFact]
    public async Task A_holder_learns_of_a_forced_release_at_its_next_heartbeat()
    {
        var (_, manager) = Failing();
        await CreateAsync();
        await using var lease = await manager.AcquireLeaseAsync("s");
        await Manager.ForceReleaseLeaseAsync("s");
        var lost = new TaskCompletionSource();
        await using var heard = lease.Lost.Register(lost.SetResult);
        Time.Advance(Beat);
        await lost.Task.WaitAsync(Patience);
    }

    [ConformanceFact]
    public async Task A_renewal_in_flight_does_not_undo_a_forced_release()
    {
        var (faults, manager) = Failing();
        await CreateAsync();
        await using var lease = await manager.AcquireLeaseAsync("s");
        var gate = faults.Hold(StoreCall.Renew);
        var renewal = lease.RenewAsync().AsTask();
        await gate.Reached.WaitAsync(Patience);
        await Manager.ForceReleaseLeaseAsync("s");
        gate.Open();
        await Assert.ThrowsAsync<LeaseLostException>(() => renewal);
        Assert.Null((await ViewAsync()).Lease);
    }

    [ConformanceFact]
    public async Task Waiters_are_served_in_the_order_in_which_they_came()
    {
        var (_, manager) = Failing();
        await CreateAsync();
        var first = await manager.AcquireLeaseAsync("s", "first");
        var order = new List<string>();
        var waiting = new List<Task>();
        foreach (var name in (string[])["a", "b", "c"])
        {
            waiting.Add(WaitAsync(name));
        }

        await Assert.ThrowsAsync<SessionBusyException>(async () => await manager.AcquireLeaseAsync("s", "pushy"));
        await first.DisposeAsync();
        await Task.WhenAll(waiting).WaitAsync(Patience);
        Assert.Equal(["a", "b", "c"], order);

        async Task WaitAsync(string name)
        {
            await using var lease = await manager.AcquireLeaseAsync("s", name, Hour);
            order.Add(name);
        }
    }

    [ConformanceFact]
    public async Task A_wait_for_a_lease_ends_when_its_time_is_over_and_leaves_the_queue()
    {
        var (_, manager) = Failing();
        await CreateAsync();
        var token = await HoldAsync(lifetime: Hour);
        var waiting = manager.AcquireLeaseAsync("s", "waiter", TimeSpan.FromSeconds(1)).AsTask();
        using var stop = new CancellationTokenSource();
        var cancelled = manager.AcquireLeaseAsync("s", "cancelled", Hour, stop.Token).AsTask();
        await stop.CancelAsync();
        Assert.IsAssignableFrom<OperationCanceledException>(await Record.ExceptionAsync(() => cancelled.WaitAsync(Patience)));
        var busy = Assert.ThrowsAsync<SessionBusyException>(() => waiting);
        await PassAsync(busy, TimeSpan.FromMilliseconds(50));
        await busy;
        await Store.UseAsync(Key("s"), new Stores.SessionUse.Release(token));
        await using var next = await manager.AcquireLeaseAsync("s", "next");
    }
}
