using Sessions.Stores;
using Xunit;

namespace Sessions.Testing;

// Promise 8: from the instant of expiry a session is not found by any operation, and nothing revives it.
public abstract partial class SessionStoreConformance
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private async Task AssertGoneAsync(string id = "s")
    {
        var key = Key(id);
        Assert.Null(await Manager.FindAsync(id));
        Assert.Null(await Store.FindAsync(key));
        Assert.Null(await Store.ReadLogAsync(key, 0, 10));
        Assert.Null(await Store.ReadMessagesAsync(key, MessageRange.Newest(Chat.Main, 10)));
        Assert.Null(await Store.UseAsync(key, new SessionUse.Touch(Channel.Api)));
        Assert.False(await Manager.DeleteAsync(id));
        Assert.DoesNotContain((await Manager.ListAsync()).Sessions, session => session.Id == id);
        await RefusedAsync<SessionNotFoundException>(() => Manager.GetAsync(id));
        await RefusedAsync<SessionNotFoundException>(() => Manager.TouchAsync(id));
        await RefusedAsync<SessionNotFoundException>(() => Manager.SetStateAsync(id, "a", 1));
        await RefusedAsync<SessionNotFoundException>(() => Manager.PinAsync(id));
        await RefusedAsync<SessionNotFoundException>(() => Manager.ReopenAsync(id));
        await Assert.ThrowsAsync<SessionNotFoundException>(async () => await Manager.AcquireLeaseAsync(id));
        await Assert.ThrowsAsync<SessionNotFoundException>(async () => await Manager.ForceReleaseLeaseAsync(id));
        await Assert.ThrowsAsync<SessionNotFoundException>(async () => await Manager.GetStatisticsAsync(id));
        await Assert.ThrowsAsync<SessionNotFoundException>(async () => await Manager.WatchAsync(id).GetAsyncEnumerator().MoveNextAsync());
    }

    [ConformanceFact]
    public async Task An_idle_session_is_gone_from_the_instant_of_its_expiry()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = Hour });
        await Manager.LinkInvocationAsync("s", new Invocation("i", "t"));
        Assert.Equal(Time.GetUtcNow() + Hour, (await ViewAsync()).ExpiresAt);
        Time.Advance(Hour - Tick);
        Assert.NotNull(await Store.FindAsync(Key("s")));
        Time.Advance(Tick);
        await AssertGoneAsync();
        Assert.Null(await Manager.FindByInvocationAsync("i"));
        Assert.Equal(0, await Manager.CountAsync());
    }

    [ConformanceFact]
    public async Task A_session_lives_an_hour_unused_by_default()
    {
        var view = await Over().CreateAsync();
        Assert.Equal((Hour, Time.GetUtcNow() + Hour, true), (view.IdleTimeout, view.ExpiresAt, view.Sliding));
        Assert.Null(view.AbsoluteExpiry);
        var forever = await Over().CreateAsync(new NewSession { NoIdleTimeout = true });
        Assert.Null(forever.ExpiresAt);
    }

    [ConformanceFact]
    public async Task Reads_extend_the_idle_timeout_where_sliding_is_on()
    {
        await Manager.CreateAsync(new NewSession { Id = "sliding", IdleTimeout = Hour });
        await Manager.CreateAsync(new NewSession { Id = "fixed", IdleTimeout = Hour, Sliding = false });
        Time.Advance(Hour / 2);
        await Manager.GetAsync("sliding", Channel.Cli);
        await Manager.GetAsync("fixed", Channel.Cli);
        await Manager.TouchAsync("fixed", Channel.Cli);
        Time.Advance(Hour / 2);
        Assert.NotNull(await Manager.FindAsync("sliding"));
        Assert.Null(await Manager.FindAsync("fixed"));
    }

    [ConformanceFact]
    public async Task Commits_extend_the_idle_timeout_always()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = Hour, Sliding = false });
        Time.Advance(Hour / 2);
        var view = await Manager.SetStateAsync("s", "a", 1);
        Assert.Equal(Time.GetUtcNow() + Hour, view.ExpiresAt);
    }

    [ConformanceFact]
    public async Task Reading_the_store_is_no_use_of_a_session()
    {
        var key = (await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = Hour })).Key;
        var expiry = (await ViewAsync()).ExpiresAt;
        Time.Advance(Minute);
        await Store.FindAsync(key);
        await Store.ReadLogAsync(key, 0, 10);
        await Manager.ListAsync();
        await Manager.GetStatisticsAsync("s");
        Assert.Equal(expiry, (await ViewAsync()).ExpiresAt);
    }

    [ConformanceFact]
    public async Task Coalesced_reads_extend_no_later_than_the_interval()
    {
        await CreateAsync();
        var manager = Over(new SessionsOptions { TouchCoalescing = Minute });
        Time.Advance(Minute - Tick);
        var coalesced = await manager.GetAsync("s");
        Assert.Equal(1, coalesced.Channels[0].Count);
        Assert.Equal(2, (await manager.GetAsync("s", Channel.Cli)).Channels.Length);
        Time.Advance(Tick);
        var recorded = await manager.GetAsync("s");
        Assert.Equal((2, Time.GetUtcNow() + Hour), (recorded.Channels[0].Count, recorded.ExpiresAt));
    }

    [ConformanceFact]
    public async Task Nothing_passes_the_absolute_lifetime()
    {
        var end = Time.GetUtcNow() + (Hour * 2);
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = Hour, AbsoluteLifetime = Hour * 2 });
        for (var i = 0; i < 4; i++)
        {
            var view = await Manager.GetAsync("s");
            Assert.True(view.ExpiresAt <= end);
            Assert.Equal(end, view.AbsoluteExpiry);
            Time.Advance(Hour / 2);
        }

        await AssertGoneAsync();
    }

    [ConformanceFact]
    public async Task The_absolute_end_may_be_given_as_an_instant()
    {
        var end = Time.GetUtcNow() + TimeSpan.FromDays(3);
        var view = await Manager.CreateAsync(new NewSession { Id = "s", NoIdleTimeout = true, AbsoluteExpiry = end });
        Assert.Equal(end, view.ExpiresAt);
        Time.SetUtcNow(end);
        await AssertGoneAsync();
    }

    [ConformanceFact]
    public async Task A_clock_set_back_revives_nothing()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = Minute });
        Time.Advance(Minute);
        Assert.Null(await Manager.FindAsync("s"));
        Time.SetUtcNow(Time.GetUtcNow() - Hour);
        await AssertGoneAsync();
    }

    [ConformanceFact]
    public async Task A_use_never_shortens_the_life_of_a_session()
    {
        await CreateAsync();
        Time.Advance(Minute * 10);
        var expiry = (await Manager.TouchAsync("s")).ExpiresAt;
        Time.SetUtcNow(Time.GetUtcNow() - (Minute * 5));
        Assert.Equal(expiry, (await Manager.TouchAsync("s", Channel.Cli)).ExpiresAt);
        Assert.Equal(expiry, (await Manager.SetStateAsync("s", "a", 1)).ExpiresAt);
    }

    [ConformanceFact]
    public async Task An_expired_id_is_free_for_another_session()
    {
        var first = await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = Minute });
        await Manager.UpdateAsync("s", update => update.AppendMessage(NewMessage.User("old")).LinkInvocation(new Invocation("i", "t")).SetState("a", 1), Keyed("k"));
        Time.Advance(Minute);
        var second = await Manager.CreateAsync(new NewSession { Id = "s" });
        Assert.Equal(1, second.Version);
        Assert.NotEqual(first.Incarnation, second.Incarnation);
        Assert.Empty(second.State);
        Assert.Empty(await ContentsAsync());
        Assert.Null(await Manager.FindByInvocationAsync("i"));
        Assert.Equal(2, (await Manager.LinkInvocationAsync("s", new Invocation("i", "t"), Keyed("k"))).Version);
    }

    [ConformanceFact]
    public async Task A_change_of_the_expiry_counts_from_the_change()
    {
        await CreateAsync();
        Time.Advance(Minute);
        var view = await Manager.SetExpiryAsync("s", Minute * 5, sliding: false);
        Assert.Equal((Time.GetUtcNow() + (Minute * 5), false), (view.ExpiresAt, view.Sliding));
        view = await Manager.SetExpiryAsync("s", null);
        Assert.Null(view.ExpiresAt);
        var end = Time.GetUtcNow() + Minute;
        Assert.Equal(end, (await Manager.SetExpiryAsync("s", Hour, end)).ExpiresAt);
        Time.Advance(Minute);
        await AssertGoneAsync();
    }

    [ConformanceFact]
    public async Task A_paused_session_does_not_grow_idle_but_its_absolute_end_comes()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = Minute, AbsoluteLifetime = Hour });
        await Manager.PauseAsync("s");
        Time.Advance(Minute * 10);
        var view = await Manager.ResumeAsync("s");
        Assert.Equal(Time.GetUtcNow() + Minute, view.ExpiresAt);
        await Manager.PauseAsync("s");
        Time.Advance(Minute * 50);
        await AssertGoneAsync();
    }

    [ConformanceFact]
    public async Task A_pinned_session_does_not_grow_idle_but_its_absolute_end_comes()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = Minute, AbsoluteLifetime = Hour, Pinned = true });
        Time.Advance(Minute * 10);
        Assert.Equal(Time.GetUtcNow() + Minute, (await Manager.UnpinAsync("s")).ExpiresAt);
        await Manager.PinAsync("s");
        Time.Advance(Minute * 50);
        await AssertGoneAsync();
    }

    [ConformanceFact]
    public async Task A_commit_that_would_end_the_session_at_once_is_refused()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", AbsoluteLifetime = Hour });
        await Manager.CompleteAsync("s");
        Time.Advance(Hour);
        await UnchangedAsync<SessionStatusException>(() => Manager.ReopenAsync("s"));
        var view = await Manager.UpdateAsync("s", update => update.Reopen().SetExpiry(Minute));
        Assert.Equal(Time.GetUtcNow() + Minute, view.ExpiresAt);
    }
}
