using Sessions.Stores;
using Xunit;

namespace Sessions.Testing;

// Promise 14, second half: what cleanup takes, what it never takes, and that each is handed over once.
public abstract partial class SessionStoreConformance
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private async Task<List<string>> CleanAsync(CleanupRule? rule = null, SessionManager? manager = null)
    {
        var removed = new List<string>();
        var count = await (manager ?? Manager).CleanUpAsync(rule, (taken, _) =>
        {
            lock (removed)
            {
                removed.Add($"{taken.Session.Id}:{taken.Reason}");
            }

            return ValueTask.CompletedTask;
        });
        Assert.Equal(count, removed.Count);
        removed.Sort(StringComparer.Ordinal);
        return removed;
    }

    [ConformanceFact]
    public async Task Cleanup_takes_what_has_expired_and_what_was_finished_long_ago()
    {
        await Manager.CreateAsync(new NewSession { Id = "expired", IdleTimeout = Minute });
        await Manager.CreateAsync(new NewSession { Id = "finished", IdleTimeout = Minute });
        await Manager.CompleteAsync("finished");
        await Manager.CreateAsync(new NewSession { Id = "kept", NoIdleTimeout = true });
        Time.Advance(Hour);
        Assert.Equal(["expired:Expired"], await CleanAsync());
        Assert.Empty(await CleanAsync());
        Time.Advance(Day * 30);
        Assert.Equal(["finished:Retention"], await CleanAsync());
        Assert.Equal("kept", Assert.Single((await Manager.ListAsync()).Sessions).Id);
    }

    [ConformanceFact]
    public async Task A_dry_run_tells_what_a_run_takes_and_takes_nothing()
    {
        await Manager.CreateAsync(new NewSession { Id = "a", IdleTimeout = Minute });
        await Manager.CreateAsync(new NewSession { Id = "b", IdleTimeout = Minute });
        await Manager.CompleteAsync("b");
        await Manager.CreateAsync(new NewSession { Id = "c", NoIdleTimeout = true });
        await Manager.CreateAsync(new NewSession { Id = "d", IdleTimeout = Minute });
        Time.Advance(Hour);
        await Manager.CreateAsync(new NewSession { Id = "d", NoIdleTimeout = true });
        Time.Advance(Day * 31);
        var rule = new CleanupRule { FinishedFor = Day * 30, UnusedFor = Day, DryRun = true };
        string[] expected = ["a:Expired", "b:Retention", "c:Age", "d:Age", "d:Expired"];
        Assert.Equal(expected, await CleanAsync(rule));
        Assert.Equal(expected, await CleanAsync(rule));
        Assert.Equal(expected, await CleanAsync(rule with { DryRun = false }));
        Assert.Empty(await CleanAsync(rule with { DryRun = false }));
    }

    [ConformanceFact]
    public async Task A_pinned_session_is_kept_whatever_its_age()
    {
        await Manager.CreateAsync(new NewSession { Id = "absolute", AbsoluteLifetime = Hour, Pinned = true });
        await Manager.CreateAsync(new NewSession { Id = "finished", Pinned = true });
        await Manager.CompleteAsync("finished");
        await Manager.CreateAsync(new NewSession { Id = "idle", IdleTimeout = Minute, Pinned = true });
        Time.Advance(Day * 100);
        Assert.Empty(await CleanAsync(new CleanupRule { FinishedFor = Day, UnusedFor = Day }));
        await Manager.UnpinAsync("finished");
        Assert.Equal(["finished:Retention"], await CleanAsync());
        Assert.NotNull(await Manager.FindAsync("idle"));
    }

    [ConformanceFact]
    public async Task A_leased_session_is_kept()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = Minute });
        var token = await HoldAsync(lifetime: Day * 2);
        Time.Advance(Day);
        Assert.Empty(await CleanAsync(new CleanupRule { UnusedFor = Hour }));
        await Manager.CompleteAsync("s", options: new CommitOptions { Lease = token });
        Time.Advance(Hour);
        Assert.Empty(await CleanAsync(new CleanupRule { FinishedFor = Minute }));
        await Store.UseAsync(Key("s"), new SessionUse.Release(token));
        Assert.Equal(["s:Retention"], await CleanAsync(new CleanupRule { FinishedFor = Minute }));
    }

    [ConformanceFact]
    public async Task A_session_that_was_used_meanwhile_is_taken_at_its_new_expiry()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = Minute * 2 });
        for (var i = 0; i < 5; i++)
        {
            Time.Advance(Minute);
            await Manager.TouchAsync("s");
            Assert.Empty(await CleanAsync());
        }

        await Manager.SetExpiryAsync("s", Minute);
        Time.Advance(Minute);
        Assert.Equal(["s:Expired"], await CleanAsync());
    }

    [ConformanceFact]
    public async Task An_expired_session_whose_id_was_taken_again_is_still_handed_over_once()
    {
        var first = await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = Minute, Purpose = "first" });
        Time.Advance(Minute);
        await Manager.CreateAsync(new NewSession { Id = "s", Purpose = "second" });
        var taken = Assert.Single(await Store.TakeAsync(new CleanupRule(), 10));
        Assert.Equal((first.Incarnation, "first", RemovalReason.Expired), (taken.Session.Incarnation, taken.Session.Purpose, taken.Reason));
        Assert.Empty(await Store.TakeAsync(new CleanupRule(), 10));
        Assert.Equal("second", (await ViewAsync()).Purpose);
    }

    [ConformanceFact]
    public async Task Each_expiry_is_handed_over_once_however_many_ask()
    {
        const int Count = 200;
        for (var i = 0; i < Count; i++)
        {
            await Manager.CreateAsync(new NewSession { Id = $"s{i}", IdleTimeout = Minute });
        }

        Time.Advance(Minute);
        var removed = new List<string>();
        await TogetherAsync(4, async _ =>
        {
            var mine = await CleanAsync(manager: Over(new SessionsOptions { CleanupBatch = 7 }));
            lock (removed)
            {
                removed.AddRange(mine);
            }
        });
        Assert.Equal(Count, removed.Count);
        Assert.Equal(Count, removed.Distinct().Count());
        Assert.Equal(0, await Store.CountAsync(null, SessionFilter.All));
    }

    [ConformanceFact]
    public async Task A_batch_is_bounded()
    {
        for (var i = 0; i < 10; i++)
        {
            await Manager.CreateAsync(new NewSession { Id = $"e{i}", IdleTimeout = Minute });
            await Manager.CreateAsync(new NewSession { Id = $"f{i}" });
            await Manager.CompleteAsync($"f{i}");
        }

        Time.Advance(Day * 2);
        var rule = new CleanupRule { FinishedFor = Day };
        var batches = new List<int>();
        for (var batch = 6; batch == 6;)
        {
            batch = (await Store.TakeAsync(rule, 6)).Count;
            batches.Add(batch);
        }

        Assert.Equal([6, 6, 6, 2], batches);
    }

    [ConformanceFact]
    public async Task A_manager_of_a_partition_cleans_its_own()
    {
        foreach (var manager in (SessionManager[])[Manager, Manager.ForUser("alice"), Manager.ForPartition("p")])
        {
            await manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = Minute });
        }

        Time.Advance(Minute);
        Assert.Single(await CleanAsync(manager: Manager.ForUser("alice")));

        // That of the empty partition cleans all.
        Assert.Equal(Partition.Length == 0 ? 2 : 1, (await CleanAsync()).Count);
    }

    [ConformanceFact]
    public async Task A_reopened_session_is_not_taken_for_its_old_end()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", NoIdleTimeout = true });
        await Manager.CompleteAsync("s");
        Time.Advance(Day * 20);
        await Manager.ReopenAsync("s");
        Time.Advance(Day * 20);
        Assert.Empty(await CleanAsync());
        await Manager.FailAsync("s");
        Time.Advance(Day * 20);
        Assert.Empty(await CleanAsync());
        Time.Advance(Day * 10);
        Assert.Equal(["s:Retention"], await CleanAsync());
    }

    [ConformanceFact]
    public async Task A_handler_that_fails_does_not_cost_the_others_their_word()
    {
        for (var i = 0; i < 5; i++)
        {
            await Manager.CreateAsync(new NewSession { Id = $"s{i}", IdleTimeout = Minute });
        }

        Time.Advance(Minute);
        var heard = 0;
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(async () => await Manager.CleanUpAsync(removed: (_, _) =>
            Interlocked.Increment(ref heard) == 2 ? throw new TimeZoneNotFoundException() : ValueTask.CompletedTask));
        Assert.Equal(5, heard);
    }
}
