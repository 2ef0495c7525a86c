using Sessions.Stores;
using Xunit;

namespace Sessions.Testing;

/// <summary>
/// What Sessions promises of a store that keeps sessions beyond its process, on top of <see cref="SessionStoreConformance"/>:
/// what was acknowledged is there after the store was closed and opened again.
/// </summary>
public abstract class PersistentStoreConformance : SessionStoreConformance
{
    [ConformanceFact]
    public async Task A_session_is_there_again_as_it_was()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", UserId = "u", Tags = ["t"], Metadata = new Dictionary<string, JsonText> { ["m"] = 1 } }, Channel.Api);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Manager.UpdateAsync("s", update => update
            .SetState("a", 1).AppendMessage(NewMessage.User("1")).AppendMessage(NewMessage.Tool("t", "2"), "other")
            .LinkInvocation(new Invocation("i", "t") { Duration = TimeSpan.FromSeconds(1) }).RecordUsage(new TokenUsage(1, 2) { Cost = 0.5m })
            .BindMemoryPool("pool", shared: true).BeginTransition(Channel.Mcp), Channel.Cli);
        await Manager.TouchAsync("s", Channel.Mcp);
        var before = await ViewAsync();
        var log = await LogAsync(before.Key);
        await ReopenAsync();
        var after = await ViewAsync();
        Assert.Equal(
            (before.Version, before.Incarnation, before.ExpiresAt, before.UpdatedAt, before.LastUsedAt, before.Usage, before.MemoryPool, before.OpenTransition),
            (after.Version, after.Incarnation, after.ExpiresAt, after.UpdatedAt, after.LastUsedAt, after.Usage, after.MemoryPool, after.OpenTransition));
        Assert.Equal(before.Channels.Select(Describe), after.Channels.Select(Describe));
        Assert.Equal(before.State.Select(pair => (pair.Key, pair.Value.Value, pair.Value.Version)), after.State.Select(pair => (pair.Key, pair.Value.Value, pair.Value.Version)));
        Assert.Equal(before.Messages, after.Messages);
        Assert.Equal(before.Invocations.Tools, after.Invocations.Tools);
        Assert.Equal(["1"], await ContentsAsync());
        Assert.Equal(["2"], await ContentsAsync(chat: "other"));
        Assert.Equal(log.Select(commit => (commit.Id, commit.FirstVersion, commit.At)), (await LogAsync(before.Key)).Select(commit => (commit.Id, commit.FirstVersion, commit.At)));
        Assert.Equal("s", (await Manager.FindByInvocationAsync("i"))!.Id);
        Assert.Equal(before.Version + 1, (await Manager.SetStateAsync("s", "b", 1)).Version);

        static string Describe(ChannelActivity activity) => $"{activity.Channel} {activity.First:O} {activity.Last:O} {activity.Count}";
    }

    [ConformanceFact]
    public async Task Keys_and_links_are_remembered()
    {
        await CreateAsync();
        await Manager.AppendMessageAsync("s", NewMessage.User("once"), new CommitOptions { IdempotencyKey = "k" });
        await Manager.LinkInvocationAsync("s", new Invocation("i", "t"));
        await ReopenAsync();
        Assert.Equal(3, (await Manager.AppendMessageAsync("s", NewMessage.User("once"), new CommitOptions { IdempotencyKey = "k" })).Version);
        Assert.Equal(3, (await Manager.LinkInvocationAsync("s", new Invocation("i", "t"))).Version);
        await RefusedAsync<SessionConflictException>(() => Manager.AppendMessageAsync("s", NewMessage.User("twice"), new CommitOptions { IdempotencyKey = "k" }));
    }

    [ConformanceFact]
    public async Task The_newest_thousand_keys_are_remembered_beyond_a_restart()
    {
        await CreateAsync();
        for (var i = 0; i < 1050; i++)
        {
            await Manager.UpdateAsync("s", update => update.SetState("i", i), new CommitOptions { IdempotencyKey = $"k{i}" });
        }

        await ReopenAsync();
        foreach (var i in (int[])[50, 500, 1049])
        {
            Assert.Equal(1051, (await Manager.UpdateAsync("s", update => update.SetState("i", i), new CommitOptions { IdempotencyKey = $"k{i}" })).Version);
        }
    }

    [ConformanceFact]
    public async Task Deleted_cleared_and_removed_stay_so()
    {
        await CreateAsync("deleted");
        await Manager.DeleteAsync("deleted");
        await CreateAsync();
        await Manager.UpdateAsync("s", update => update.SetState("a", 1).AppendMessage(NewMessage.User("x")));
        await Manager.UpdateAsync("s", update => update.RemoveState("a").ClearConversation());
        await ReopenAsync();
        Assert.Null(await Manager.FindAsync("deleted"));
        Assert.Empty((await ViewAsync()).State);
        Assert.Empty(await ContentsAsync());
        Assert.Equal(["s"], (await Manager.ListAsync()).Sessions.Select(session => session.Id));
    }

    [ConformanceFact]
    public async Task Expiry_and_leases_outlast_a_restart()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = TimeSpan.FromMinutes(10) });
        var view = await Store.UseAsync(Key("s"), new SessionUse.Acquire("h", TimeSpan.FromMinutes(1)));
        var token = new LeaseToken(view!.Incarnation, view.Lease!.FencingToken);
        await ReopenAsync();
        await Assert.ThrowsAsync<SessionBusyException>(async () => await Manager.AcquireLeaseAsync("s"));
        await Manager.SetStateAsync("s", "a", 1, new CommitOptions { Lease = token });
        await Manager.ForceReleaseLeaseAsync("s");
        await ReopenAsync();
        await using (var next = await Manager.AcquireLeaseAsync("s"))
        {
            Assert.True(next.Token.FencingToken > token.FencingToken);
        }

        Time.Advance(TimeSpan.FromMinutes(10));
        await ReopenAsync();
        Assert.Null(await Manager.FindAsync("s"));
        Assert.Equal(1, await Manager.CleanUpAsync());
        Assert.Equal(0, await Manager.CleanUpAsync());
    }

    [ConformanceFact]
    public async Task An_expiry_replaced_before_a_restart_is_still_handed_over()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = TimeSpan.FromMinutes(1), Purpose = "first" });
        Time.Advance(TimeSpan.FromMinutes(1));
        await Manager.CreateAsync(new NewSession { Id = "s", Purpose = "second" });
        await ReopenAsync();
        Assert.Equal("first", Assert.Single(await Store.TakeAsync(new CleanupRule(), 10)).Session.Purpose);
        await ReopenAsync();
        Assert.Empty(await Store.TakeAsync(new CleanupRule(), 10));
        Assert.Equal("second", (await ViewAsync()).Purpose);
    }

    [ConformanceFact]
    public async Task A_watcher_goes_on_after_a_restart()
    {
        await CreateAsync();
        await Manager.AppendMessagesAsync("s", [NewMessage.User("1"), NewMessage.User("2"), NewMessage.User("3")]);
        await ReopenAsync();
        var seen = new List<long>();
        await foreach (var change in Bounded(Manager.WatchAsync("s", 2)))
        {
            seen.Add(Assert.IsType<SessionChange.Happened>(change).Event.Version);
            if (seen.Count == 2)
            {
                break;
            }
        }

        Assert.Equal([3, 4], seen);
    }

    [ConformanceFact]
    public async Task Many_sessions_are_listed_after_a_restart()
    {
        for (var i = 0; i < 50; i++)
        {
            await Manager.ForPartition($"p{i % 2}").CreateAsync(new NewSession { Id = $"s{i}", Tags = [$"t{i % 5}"] });
        }

        await ReopenAsync();
        Assert.Equal(25, await Manager.ForPartition("p0").CountAsync());
        Assert.Equal(10, await Store.CountAsync(null, new SessionFilter { AnyTags = ["t3"] }));
        await Manager.ForPartition("p0").DeleteWhereAsync(SessionFilter.All);
        await ReopenAsync();
        Assert.Equal(25, await Store.CountAsync(null, SessionFilter.All));
    }
}
