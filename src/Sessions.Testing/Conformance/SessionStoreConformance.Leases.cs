using Sessions.Stores;
using Xunit;

namespace Sessions.Testing;

// Promise 9: at most one lease holder at a time, who learns of its loss, and whose late commits are refused.
public abstract partial class SessionStoreConformance
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private async Task<LeaseToken> HoldAsync(string holder = "h", TimeSpan? lifetime = null)
    {
        var view = await Store.UseAsync(Key("s"), new SessionUse.Acquire(holder, lifetime ?? Lifetime));
        return new LeaseToken(view!.Incarnation, view.Lease!.FencingToken);
    }

    [ConformanceFact]
    public async Task One_holds_a_lease_and_others_learn_who()
    {
        await CreateAsync();
        await using (var lease = await Manager.AcquireLeaseAsync("s", "agent-1"))
        {
            var view = await ViewAsync();
            Assert.Equal(("agent-1", lease.Token.FencingToken), (view.Lease!.Holder, view.Lease.FencingToken));
            Assert.Equal(Time.GetUtcNow() + Lifetime, view.Lease.ExpiresAt);
            var busy = await Assert.ThrowsAsync<SessionBusyException>(async () => await Manager.AcquireLeaseAsync("s", "agent-2"));
            Assert.Equal("agent-1", busy.Holder);
        }

        Assert.Null((await ViewAsync()).Lease);
        await using var next = await Manager.AcquireLeaseAsync("s", "agent-2");
        Assert.Equal("agent-2", next.Holder);
    }

    [ConformanceFact]
    public async Task Of_many_who_ask_at_once_one_holds()
    {
        await CreateAsync();
        var held = 0;
        await TogetherAsync(8, async task =>
        {
            try
            {
                await HoldAsync($"{task}");
                Interlocked.Increment(ref held);
            }
            catch (SessionBusyException)
            {
            }
        });
        Assert.Equal(1, held);
    }

    [ConformanceFact]
    public async Task Fencing_tokens_only_grow()
    {
        await CreateAsync();
        var last = 0L;
        for (var i = 0; i < 5; i++)
        {
            var token = await HoldAsync();
            Assert.True(token.FencingToken > last);
            last = token.FencingToken;
            switch (i % 3)
            {
                case 0:
                    await Store.UseAsync(Key("s"), new SessionUse.Release(token));
                    break;
                case 1:
                    await Manager.ForceReleaseLeaseAsync("s");
                    break;
                default:
                    Time.Advance(Lifetime);
                    break;
            }
        }
    }

    [ConformanceFact]
    public async Task A_commit_under_a_held_lease_is_made()
    {
        await CreateAsync();
        var token = await HoldAsync();
        Assert.Equal(2, (await Manager.SetStateAsync("s", "a", 1, new CommitOptions { Lease = token })).Version);
        Assert.Equal(3, (await Manager.SetStateAsync("s", "a", 2)).Version);
    }

    [ConformanceFact]
    public async Task A_commit_under_a_lost_lease_is_refused_however_it_was_lost()
    {
        await CreateAsync();
        var released = await HoldAsync();
        await Store.UseAsync(Key("s"), new SessionUse.Release(released));
        await AssertFencedAsync(released);
        var forced = await HoldAsync();
        await Manager.ForceReleaseLeaseAsync("s");
        await AssertFencedAsync(forced);
        var ranOut = await HoldAsync();
        Time.Advance(Lifetime);
        await AssertFencedAsync(ranOut);
        var current = await HoldAsync();
        await AssertFencedAsync(ranOut);
        await AssertFencedAsync(current with { FencingToken = current.FencingToken + 1 });
        await Manager.SetStateAsync("s", "a", 1, new CommitOptions { Lease = current });

        async Task AssertFencedAsync(LeaseToken token)
        {
            var lost = await UnchangedAsync<LeaseLostException>(() => Manager.SetStateAsync("s", "a", 9, new CommitOptions { Lease = token }));
            Assert.Equal(("s", token.FencingToken), (lost.SessionId, lost.FencingToken));
        }
    }

    [ConformanceFact]
    public async Task A_lease_does_not_reach_into_another_incarnation()
    {
        await CreateAsync();
        var old = await HoldAsync();
        await Manager.DeleteAsync("s");
        await CreateAsync();
        var current = await HoldAsync();
        Assert.Equal(old.FencingToken, current.FencingToken);
        await UnchangedAsync<LeaseLostException>(() => Manager.SetStateAsync("s", "a", 1, new CommitOptions { Lease = old }));
        await Assert.ThrowsAsync<LeaseLostException>(async () => await Store.UseAsync(Key("s"), new SessionUse.Renew(old, Lifetime)));
        await Store.UseAsync(Key("s"), new SessionUse.Release(old));
        Assert.Equal(current.FencingToken, (await ViewAsync()).Lease!.FencingToken);
    }

    [ConformanceFact]
    public async Task Releasing_a_lease_that_is_no_longer_ones_own_does_nothing()
    {
        await CreateAsync();
        var first = await HoldAsync("first");
        Time.Advance(Lifetime);
        var second = await HoldAsync("second");
        await Store.UseAsync(Key("s"), new SessionUse.Release(first));
        Assert.Equal("second", (await ViewAsync()).Lease!.Holder);
        await Manager.SetStateAsync("s", "a", 1, new CommitOptions { Lease = second });
    }

    [ConformanceFact]
    public async Task A_renewal_extends_the_lease_and_one_too_late_is_refused()
    {
        await CreateAsync();
        var token = await HoldAsync();
        Time.Advance(Lifetime - Tick);
        var view = await Store.UseAsync(Key("s"), new SessionUse.Renew(token, Lifetime));
        Assert.Equal(Time.GetUtcNow() + Lifetime, view!.Lease!.ExpiresAt);
        Time.Advance(Lifetime);
        await Assert.ThrowsAsync<LeaseLostException>(async () => await Store.UseAsync(Key("s"), new SessionUse.Renew(token, Lifetime)));
    }

    [ConformanceFact]
    public async Task A_lease_taken_away_by_force_is_not_renewed_back()
    {
        await CreateAsync();
        await using var lease = await Manager.AcquireLeaseAsync("s");
        await Manager.ForceReleaseLeaseAsync("s");
        await Assert.ThrowsAsync<LeaseLostException>(async () => await lease.RenewAsync());
        Assert.True(lease.IsLost);
        Assert.Throws<LeaseLostException>(lease.ThrowIfLost);
        Assert.Null((await ViewAsync()).Lease);
    }

    [ConformanceFact]
    public async Task A_heartbeat_counts_as_use()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = TimeSpan.FromSeconds(20) });
        var token = await HoldAsync();
        Time.Advance(TimeSpan.FromSeconds(29));
        var view = await Store.UseAsync(Key("s"), new SessionUse.Renew(token, Lifetime));
        Assert.Equal(Time.GetUtcNow(), view!.LastUsedAt);
        Time.Advance(TimeSpan.FromSeconds(25));
        await Store.UseAsync(Key("s"), new SessionUse.Release(token));
        Assert.Equal(Time.GetUtcNow() + TimeSpan.FromSeconds(20), (await ViewAsync()).ExpiresAt);
    }

    [ConformanceFact]
    public async Task A_lease_ends_with_the_absolute_lifetime()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", AbsoluteLifetime = TimeSpan.FromSeconds(10) });
        var token = await HoldAsync();
        Assert.Equal(Time.GetUtcNow() + TimeSpan.FromSeconds(10), (await ViewAsync()).Lease!.ExpiresAt);
        Time.Advance(TimeSpan.FromSeconds(10));
        await RefusedAsync<LeaseLostException>(() => Manager.SetStateAsync("s", "a", 1, new CommitOptions { Lease = token }));
        await Assert.ThrowsAsync<LeaseLostException>(async () => await Store.UseAsync(Key("s"), new SessionUse.Renew(token, Lifetime)));
        await AssertGoneAsync();
    }

    [ConformanceFact]
    public async Task A_paused_or_finished_session_is_not_leased()
    {
        await CreateAsync();
        await Manager.PauseAsync("s");
        await Assert.ThrowsAsync<SessionStatusException>(async () => await Manager.AcquireLeaseAsync("s"));
        await Manager.CompleteAsync("s");
        await Assert.ThrowsAsync<SessionStatusException>(async () => await Manager.AcquireLeaseAsync("s"));
    }

    [ConformanceFact]
    public async Task A_waiter_gets_the_lease_when_it_is_given_back()
    {
        await CreateAsync();
        var lease = await Manager.AcquireLeaseAsync("s", "first");
        var waiting = Manager.AcquireLeaseAsync("s", "second", Hour).AsTask();
        Assert.False(waiting.IsCompleted);
        await lease.DisposeAsync();
        await using var second = await waiting.WaitAsync(Patience);
        Assert.Equal("second", (await ViewAsync()).Lease!.Holder);
    }

    [ConformanceFact]
    public async Task Two_live_leases_never_overlap()
    {
        await CreateAsync();
        var inside = 0;
        await TogetherAsync(4, async task =>
        {
            for (var i = 0; i < 10; i++)
            {
                await using var lease = await Manager.AcquireLeaseAsync("s", $"{task}", Hour);
                Assert.Equal(1, Interlocked.Increment(ref inside));
                await Manager.ChangeStateAsync("s", "count", Increment, new CommitOptions { Lease = lease.Token });
                Interlocked.Decrement(ref inside);
            }
        });
        Assert.Equal("40", (await ViewAsync()).State["count"].Value.ToString());
    }
}
