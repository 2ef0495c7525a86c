using System.Transactions;
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
    public async Task Every_text_comes_back_as_it_was_given_and_finds_what_it_names()
    {
        // Not every engine can hold U+0000: what stands for it there is to be seen nowhere, and to fit wherever the text would.
        string[] texts =
        [
            "\0", "\u0001", "\u0002", "\u0001\u0002", "\u0001\u0003", "\0\u0001", "\u0001\0", "\u0003\0\u0002", "a\u0001\u0001", "\uFDD0", "\uFDD00", "\uFFFD", "\uFFFE", "\uFFFF",
            "%", "_", "\\", "\U0001F600", " ", " a", "a ", new string('\0', 256), new string('\u0001', 256), new string('\uFFFF', 256),
        ];
        await Manager.CreateAsync(new NewSession { Id = "all", Tags = texts });
        for (var i = 0; i < texts.Length; i++)
        {
            await WriteAsync(texts[i], $"s{i:00}");
        }

        await ReopenAsync();
        Assert.Equal(texts.Order(StringComparer.Ordinal), (await ViewAsync("all")).Tags.Order(StringComparer.Ordinal));
        for (var i = 0; i < texts.Length; i++)
        {
            await FindAsync(texts[i], $"s{i:00}");
        }
    }

    private async Task WriteAsync(string text, string id)
    {
        await Manager.CreateAsync(new NewSession
        {
            Id = id, UserId = text, DisplayName = text, Purpose = text, Tags = [text], Metadata = new Dictionary<string, JsonText> { [text] = JsonText.FromString(text) },
        });
        await Manager.UpdateAsync(
            id,
            update => update.SetState(text, JsonText.FromString(text)).BindMemoryPool(text)
                .AppendMessage(NewMessage.Tool(text, text, text), text).LinkInvocation(new Invocation(text, text)),
            new CommitOptions { IdempotencyKey = text });
        await Store.UseAsync(Key(id), new SessionUse.Acquire(text, TimeSpan.FromHours(1)));
    }

    private async Task FindAsync(string text, string id)
    {
        var session = await ViewAsync(id);
        Assert.All((string?[])[session.UserId, session.DisplayName, session.Purpose, session.MemoryPool?.Name, session.Lease?.Holder], held => Assert.Equal(text, held));
        Assert.Equal(text, Assert.Single(session.Tags));
        Assert.Equal((text, JsonText.FromString(text)), Single(session.Metadata));
        Assert.Equal(text, Assert.Single(session.State).Key);
        Assert.Equal(JsonText.FromString(text), session.State[text].Value);
        var message = Assert.Single(await Manager.ReadNewestMessagesAsync(id, 10, text));
        Assert.All((string?[])[message.Chat, message.Content, message.ToolName, message.InvocationId], held => Assert.Equal(text, held));
        Assert.Equal(id, (await Manager.FindByInvocationAsync(text))?.Id);
        Assert.Equal([id], await IdsAsync(new SessionFilter { UserId = text }));
        Assert.Equal(["all", id], await IdsAsync(new SessionFilter { AllTags = [text] }));
        Assert.Equal([id], await IdsAsync(new SessionFilter { Metadata = new Dictionary<string, JsonText> { [text] = JsonText.FromString(text) } }));

        // Under the same key nothing is done again.
        var version = session.Version;
        await Manager.UpdateAsync(
            id,
            update => update.SetState(text, JsonText.FromString(text)).BindMemoryPool(text)
                .AppendMessage(NewMessage.Tool(text, text, text), text).LinkInvocation(new Invocation(text, text)),
            new CommitOptions { IdempotencyKey = text });
        Assert.Equal(version, (await ViewAsync(id)).Version);

        async Task<IEnumerable<string>> IdsAsync(SessionFilter filter) => (await Manager.ListAsync(filter, SessionOrder.Id)).Sessions.Select(session => session.Id);

        static (string, JsonText) Single(IReadOnlyDictionary<string, JsonText> entries) => (Assert.Single(entries).Key, entries.First().Value);
    }

    [ConformanceFact]
    public async Task What_was_answered_stays_though_a_transaction_of_the_callers_is_rolled_back()
    {
        await CreateAsync();
        await ReopenAsync();
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            await Manager.AppendMessageAsync("s", NewMessage.User("1"));
            await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Manager.CreateAsync(new NewSession { Id = $"other-{i}" }).AsTask()));
        }

        await Manager.AppendMessageAsync("s", NewMessage.User("2"));
        await ReopenAsync();
        Assert.Equal(["1", "2"], await ContentsAsync());
        Assert.Equal(9, await Manager.CountAsync());
    }

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
