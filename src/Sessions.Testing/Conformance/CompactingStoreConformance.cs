using System.Globalization;
using Sessions.Stores;
using Xunit;

namespace Sessions.Testing;

/// <summary>
/// What Sessions promises of a store that compacts, <see cref="ICompactingStore"/>, on top of <see cref="SharedStoreConformance"/>:
/// what is superseded goes, behind a horizon of thirty days; everything else is as it was, for everyone who has it open.
/// </summary>
public abstract class CompactingStoreConformance : SharedStoreConformance
{

    private ICompactingStore Compaction => Assert.IsAssignableFrom<ICompactingStore>(Store.GetService(typeof(ICompactingStore)));

    [ConformanceFact]
    public async Task A_compacted_session_is_the_same_session()
    {
        await LiveAsync();
        await Manager.TouchAsync("s", Channel.Mcp);
        await CheckSameAsync(async () => Assert.True(await Compaction.CompactAsync(Key("s"))));
        await CheckSameAsync(ReopenAsync);
        Assert.Equal((await ViewAsync()).Version + 1, (await Manager.SetStateAsync("s", "new", 1)).Version);
    }

    [ConformanceFact]
    public async Task Compacting_again_and_again_changes_nothing()
    {
        await LiveAsync();
        for (var round = 0; round < 4; round++)
        {
            await CheckSameAsync(async () => Assert.True(await Compaction.CompactAsync(Key("s"))));
            await CheckSameAsync(ReopenAsync);
            await CheckSameAsync(async () => Assert.True(await Compaction.CompactAsync(Key("s"))));
            Time.Advance(TimeSpan.FromDays(20));
            await WorkAsync(round, 30);
        }

        Assert.Equal(
            Enumerable.Range(0, 4).SelectMany(round => Enumerable.Range(0, 30).Select(i => $"{round}:{i}")),
            (await ContentsAsync()).Skip(50));
    }

    [ConformanceFact]
    public async Task A_log_is_kept_from_the_horizon_on_and_the_gap_before_it_is_told()
    {
        await LiveAsync();
        var horizon = (await ViewAsync()).Version;
        Time.Advance(TimeSpan.FromDays(31));
        await WorkAsync(1, 20);
        var kept = (await Store.ReadLogAsync(Key("s"), horizon, 1000))!;
        await Compaction.CompactAsync(Key("s"));
        foreach (var after in (long[])[0, 1, horizon / 2, horizon - 1])
        {
            var page = (await Store.ReadLogAsync(Key("s"), after, 1000))!;
            Assert.Equal(horizon, page.DroppedThrough);
            Assert.Equal(kept.Commits.Select(commit => commit.Id), page.Commits.Select(commit => commit.Id));
        }

        foreach (var after in (long[])[horizon, horizon + 1, kept.Session.Version - 1, kept.Session.Version])
        {
            var page = (await Store.ReadLogAsync(Key("s"), after, 1000))!;
            Assert.Equal(0, page.DroppedThrough);
            Assert.Equal(
                kept.Commits.Where(commit => commit.LastVersion > after).Select(commit => commit.Id),
                page.Commits.Select(commit => commit.Id));
        }
    }

    [ConformanceFact]
    public async Task A_feed_from_behind_the_horizon_begins_with_a_gap()
    {
        await LiveAsync();
        var horizon = (await ViewAsync()).Version;
        Time.Advance(TimeSpan.FromDays(31));
        await WorkAsync(1, 3);
        await Compaction.CompactAsync(Key("s"));
        var version = (await ViewAsync()).Version;
        await using var changes = Manager.WatchAsync("s", 1).GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(Patience));
        var gap = Assert.IsType<SessionChange.Gap>(changes.Current);
        Assert.Equal((horizon, version), (gap.DroppedThrough, gap.Session.Version));
        await Manager.AppendMessageAsync("s", NewMessage.User("next"));
        Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(Patience));
        Assert.Equal(version + 1, Assert.IsType<SessionChange.Happened>(changes.Current).Event.Version);
    }

    [ConformanceFact]
    public async Task A_feed_that_is_up_to_date_does_not_notice()
    {
        await LiveAsync();
        var version = (await ViewAsync()).Version;
        await using var changes = Manager.WatchAsync("s", version).GetAsyncEnumerator();
        Time.Advance(TimeSpan.FromDays(31));
        for (var i = 1; i <= 5; i++)
        {
            var next = changes.MoveNextAsync().AsTask();
            await Compaction.CompactAsync(Key("s"));
            await Manager.SetStateAsync("s", "i", i);
            Assert.True(await next.WaitAsync(Patience));
            Assert.Equal(version + i, Assert.IsType<SessionChange.Happened>(changes.Current).Event.Version);
        }
    }

    [ConformanceFact]
    public async Task Keys_and_links_behind_the_horizon_are_remembered()
    {
        await CreateEverAsync();
        for (var i = 0; i < 1100; i++)
        {
            await Manager.UpdateAsync("s", update => update.SetState("i", i), new CommitOptions { IdempotencyKey = $"k{i}" });
        }

        await Manager.LinkInvocationAsync("s", new Invocation("i", "t"));
        var version = (await ViewAsync()).Version;
        Time.Advance(TimeSpan.FromDays(31));
        for (var round = 0; round < 2; round++)
        {
            Assert.True(await Compaction.CompactAsync(Key("s")));
            foreach (var i in (int[])[100, 600, 1099])
            {
                Assert.Equal(version, (await Manager.UpdateAsync("s", update => update.SetState("i", i), new CommitOptions { IdempotencyKey = $"k{i}" })).Version);
                await RefusedAsync<SessionConflictException>(() =>
                    Manager.UpdateAsync("s", update => update.SetState("i", -1), new CommitOptions { IdempotencyKey = $"k{i}" }));
            }

            Assert.Equal(version, (await Manager.LinkInvocationAsync("s", new Invocation("i", "t"))).Version);
            Assert.Equal("s", (await Manager.FindByInvocationAsync("i"))!.Id);
            await ReopenAsync();
        }
    }

    [ConformanceFact]
    public async Task A_lease_and_its_token_go_on()
    {
        await LiveAsync();
        Time.Advance(TimeSpan.FromDays(31));
        var view = await Store.UseAsync(Key("s"), new SessionUse.Acquire("h", TimeSpan.FromMinutes(1)));
        var token = new LeaseToken(view!.Incarnation, view.Lease!.FencingToken);
        await Compaction.CompactAsync(Key("s"));
        await Manager.SetStateAsync("s", "held", 1, new CommitOptions { Lease = token });
        await ReopenAsync();
        Assert.Equal(view.Lease, (await ViewAsync()).Lease);
        await Store.UseAsync(Key("s"), new SessionUse.Release(token));
        await Compaction.CompactAsync(Key("s"));
        await ReopenAsync();
        var next = await Store.UseAsync(Key("s"), new SessionUse.Acquire("other", TimeSpan.FromMinutes(1)));
        Assert.True(next!.Lease!.FencingToken > token.FencingToken);
        await RefusedAsync<LeaseLostException>(() => Manager.SetStateAsync("s", "late", 1, new CommitOptions { Lease = token }));
    }

    [ConformanceFact]
    public async Task A_use_after_the_last_commit_keeps_it_alive()
    {
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = TimeSpan.FromHours(1) });
        await Manager.AppendMessageAsync("s", NewMessage.User("x"));
        Time.Advance(TimeSpan.FromMinutes(50));
        await Manager.TouchAsync("s");
        Assert.True(await Compaction.CompactAsync(Key("s")));
        await ReopenAsync();
        Time.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal(["x"], (await Store.ReadMessagesAsync(Key("s"), MessageRange.Newest(Chat.Main, 10)))!.Select(message => message.Content));
        Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await Store.ReadMessagesAsync(Key("s"), MessageRange.Newest(Chat.Main, 10)));
        Assert.False(await Compaction.CompactAsync(Key("s")));
    }

    [ConformanceFact]
    public async Task Others_who_have_it_open_go_on()
    {
        await LiveAsync();
        await using var store = Decorate(await OpenAsync(Time));
        var other = Over(store, new SessionsOptions { TouchCoalescing = TimeSpan.Zero });
        Time.Advance(TimeSpan.FromDays(31));
        for (var i = 0; i < 5; i++)
        {
            await other.AppendMessageAsync("s", NewMessage.User($"other {i}"));
            await Compaction.CompactAsync(Key("s"));
            Assert.Equal((await ViewAsync()).Version, (await store.FindAsync(Key("s")))!.Version);
            Assert.Equal((await ContentsAsync()).ToArray(), (await other.ReadNewestMessagesAsync("s", 10_000)).Select(message => message.Content));
        }

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"other {i}"), (await ContentsAsync()).Skip(50));
        Assert.True(await other.DeleteAsync("s"));
        Assert.False(await Compaction.CompactAsync(Key("s")));
    }

    [ConformanceFact]
    public async Task Nothing_is_lost_that_is_committed_meanwhile()
    {
        await LiveAsync();
        Time.Advance(TimeSpan.FromDays(31));
        await using var store = Decorate(await OpenAsync(Time));
        SessionManager[] managers = [Manager, Over(store)];
        var compactions = new[] { Compaction, (ICompactingStore)store.GetService(typeof(ICompactingStore))! };
        var left = 4;
        await TogetherAsync(6, async task =>
        {
            if (task >= 4)
            {
                while (Volatile.Read(ref left) > 0)
                {
                    await compactions[task - 4].CompactAsync(Key("s"));
                }

                return;
            }

            for (var i = 0; i < 100; i++)
            {
                await managers[task % 2].UpdateAsync("s", update => update
                    .ChangeState("count", value => value is { } n ? long.Parse(n.ToString(), CultureInfo.InvariantCulture) + 1 : 1)
                    .AppendMessage(NewMessage.User($"{task}:{i}")));
            }

            Interlocked.Decrement(ref left);
        });
        Assert.Equal("400", (await ViewAsync()).State["count"].Value.ToString());
        var contents = (await ContentsAsync()).Skip(50).ToArray();
        for (var task = 0; task < 4; task++)
        {
            Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{task}:{i}"), contents.Where(content => content!.StartsWith($"{task}:", StringComparison.Ordinal)));
        }
    }

    [ConformanceFact]
    public async Task What_is_no_session_is_not_compacted()
    {
        Assert.False(await Compaction.CompactAsync(Key("s")));
        await LiveAsync();
        Assert.False(await Compaction.CompactAsync(new SessionKey("partition", "s")));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Compaction.CompactAsync(Key("s"), cancelled.Token));
        Assert.Equal(50, (await ContentsAsync()).Count());
    }

    private async Task CreateEverAsync() => await Manager.CreateAsync(new NewSession { Id = "s", NoIdleTimeout = true });

    /// <summary>A session with something of everything, and much that is superseded.</summary>
    private async Task LiveAsync()
    {
        await CreateEverAsync();
        await WorkAsync(0, 50);
        await Manager.UpdateAsync("s", update => update
            .LinkInvocation(new Invocation("i", "tool") { Duration = TimeSpan.FromSeconds(1) })
            .RecordUsage(new TokenUsage(1, 2) { Cost = 0.5m })
            .BindMemoryPool("pool")
            .AddEvent("app.done", 1)
            .AppendMessage(NewMessage.Tool("tool", "result", "i"), "other"));
        await Manager.PauseAsync("s");
        await Manager.ResumeAsync("s");
        await Manager.UpdateAsync("s", update => update.RemoveState("gone").SetState("last", true));
    }

    private async Task WorkAsync(int round, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Manager.SetStateAsync("s", "i", i, Channel.Cli);
            await Manager.UpdateAsync("s", update => update.SetState("gone", i).AppendMessage(NewMessage.User($"{round}:{i}")), Channel.Api);
        }
    }

    private async Task CheckSameAsync(Func<Task> act)
    {
        var before = await DescribeAsync();
        await act();
        Assert.Equal(before, await DescribeAsync());
    }

    private async Task<string[]> DescribeAsync()
    {
        var view = await ViewAsync();
        return
        [
            $"{view.Version} {view.Incarnation} {view.Status} {view.CreatedAt:O} {view.UpdatedAt:O} {view.LastUsedAt:O} {view.ExpiresAt:O} {view.Usage} {view.MemoryPool}",
            .. view.Channels.Select(known => $"{known.Channel} {known.First:O} {known.Last:O} {known.Count}"),
            .. view.State.Select(entry => $"{entry.Key} {entry.Value.Value} {entry.Value.Version} {entry.Value.Channel} {entry.Value.At:O}"),
            .. view.Chats.Select(chat => $"{chat.Name} {chat.Messages} {chat.LastOrdinal}"),
            .. view.Invocations.Tools.Select(tool => $"{tool.Key} {tool.Value}"),
            .. (await Store.ReadMessagesAsync(Key("s"), MessageRange.Newest(Chat.Main, 10_000)))!.Select(Describe),
            .. (await Store.ReadMessagesAsync(Key("s"), MessageRange.Newest("other", 10_000)))!.Select(Describe),
            .. (await Store.ReadMessagesAsync(Key("s"), MessageRange.Newer(Chat.Main, 10, 5)))!.Select(Describe),
            (await Manager.FindByInvocationAsync("i"))!.Id,
        ];

        static string Describe(Message message) =>
            $"{message.Chat} {message.Ordinal} {message.Version} {message.At:O} {message.Channel} {message.Role} {message.Content} {message.InvocationId}";
    }
}
