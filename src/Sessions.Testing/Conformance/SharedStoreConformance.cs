using System.Globalization;
using Sessions.Stores;
using Xunit;

namespace Sessions.Testing;

/// <summary>
/// What Sessions promises of a store that several instances share at once, in one process or in many, on top of
/// <see cref="PersistentStoreConformance"/>. Opening the store again while it is open gives a second instance on the same data.
/// </summary>
public abstract class SharedStoreConformance : PersistentStoreConformance
{
    private async Task<(ISessionStore Store, SessionManager Manager)> AnotherAsync()
    {
        var store = Decorate(await OpenAsync(Time));
        return (store, Over(store, new SessionsOptions { TouchCoalescing = TimeSpan.Zero }));
    }

    [ConformanceFact]
    public async Task Each_instance_sees_what_the_other_did()
    {
        var (store, other) = await AnotherAsync();
        await using var _ = store;
        await CreateAsync();
        await other.AppendMessageAsync("s", NewMessage.User("1"), Channel.Cli);
        await Manager.AppendMessageAsync("s", NewMessage.User("2"), Channel.Api);
        Assert.Equal(["1", "2"], (await other.ReadNewestMessagesAsync("s")).Select(message => message.Content));
        Assert.Equal(3, (await other.GetAsync("s", Channel.Mcp)).Version);
        Assert.True((await ViewAsync()).TryGetChannel(Channel.Mcp, out var activity) && activity.Count == 1);
        Assert.Equal(["s"], (await other.ListAsync()).Sessions.Select(session => session.Id));
        await RefusedAsync<SessionAlreadyExistsException>(() => other.CreateAsync(new NewSession { Id = "s" }));
        Assert.True(await other.DeleteAsync("s"));
        Assert.Null(await Manager.FindAsync("s"));
        Assert.Empty((await Manager.ListAsync()).Sessions);
    }

    [ConformanceFact]
    public async Task What_was_brought_back_is_not_what_another_instance_knew()
    {
        var (store, other) = await AnotherAsync();
        await using var _ = store;
        var created = await CreateAsync();
        var archive = await LogAsync(created.Key);
        await Manager.AppendMessageAsync("s", NewMessage.User("lost 1"));
        await Manager.AppendMessageAsync("s", NewMessage.User("lost 2"));
        Assert.Equal(3, (await store.FindAsync(created.Key))!.Version);
        Assert.Equal(["lost 1", "lost 2"], (await other.ReadNewestMessagesAsync("s")).Select(message => message.Content));

        // Soon it was written as often as when the other one saw it, under the same incarnation.
        await Manager.DeleteAsync("s");
        await Store.ImportAsync(created.Key, archive);
        for (var i = 0; i < 4; i++)
        {
            var view = await Manager.SetStateAsync("s", "k", i);
            var seen = (await store.FindAsync(created.Key))!;
            Assert.Equal((view.Version, view.State["k"].Value), (seen.Version, seen.State.GetValueOrDefault("k").Value));
            Assert.Empty(await other.ReadNewestMessagesAsync("s"));
        }

        await other.AppendMessageAsync("s", NewMessage.User("1"));
        Assert.Equal([(1L, "1")], (await Manager.ReadNewestMessagesAsync("s")).Select(message => (message.Ordinal, message.Content!)));
    }

    [ConformanceFact]
    public async Task A_condition_finds_what_another_instance_did()
    {
        var (store, other) = await AnotherAsync();
        await using var _ = store;
        await CreateAsync("a");
        await CreateAsync("b");
        Assert.Equal(2, (await Manager.ListAsync()).Sessions.Count);
        await other.GetAsync("b", Channel.Mcp);
        await AssertFoundByOneAsync(SessionField.Channels.Contains(Channel.Mcp));
        await AssertFoundByOneAsync(SessionField.CurrentChannel.EqualTo(Channel.Mcp));
        await other.UpdateAsync("b", update => update.SetState("k", 1).SetTags("t").SetPurpose("p"));
        await AssertFoundByOneAsync(SessionField.State("k").AtLeast(1));
        await AssertFoundByOneAsync(SessionField.Tags.Contains("t"));
        await AssertFoundByOneAsync(SessionField.Purpose.Like("p%"));

        async Task AssertFoundByOneAsync(SessionCondition condition)
        {
            Assert.Equal(["b"], (await Manager.ListAsync(condition)).Sessions.Select(session => session.Id));
            Assert.Equal(1, await Manager.CountAsync(condition));
        }
    }

    [ConformanceFact]
    public async Task Commits_through_several_instances_all_survive()
    {
        var (store, other) = await AnotherAsync();
        await using var _ = store;
        await CreateAsync();
        SessionManager[] managers = [Manager, other];
        await TogetherAsync(4, async task =>
        {
            for (var i = 0; i < 25; i++)
            {
                await managers[task % 2].UpdateAsync("s", update => update
                    .ChangeState("count", value => value is { } n ? long.Parse(n.ToString(), CultureInfo.InvariantCulture) + 1 : 1)
                    .AppendMessage(NewMessage.User($"{task}:{i}")));
            }
        });
        Assert.Equal("100", (await ViewAsync()).State["count"].Value.ToString());
        Assert.Equal(100, (await ContentsAsync()).Distinct().Count());
        Assert.Equal(
            (await LogAsync(Key("s"))).Select(commit => commit.Id),
            (await store.ReadLogAsync(Key("s"), 0, 1000))!.Commits.Select(commit => commit.Id));
    }

    [ConformanceFact]
    public async Task Keys_leases_and_conflicts_hold_across_instances()
    {
        var (store, other) = await AnotherAsync();
        await using var _ = store;
        await CreateAsync();
        await Manager.SetStateAsync("s", "a", 1, new CommitOptions { IdempotencyKey = "k" });
        Assert.Equal(2, (await other.SetStateAsync("s", "a", 1, new CommitOptions { IdempotencyKey = "k" })).Version);
        await RefusedAsync<SessionConflictException>(() => other.SetStateAsync("s", "a", 2, new CommitOptions { ExpectedVersion = 1 }));
        await using var lease = await Manager.AcquireLeaseAsync("s", "one");
        Assert.Equal("one", (await Assert.ThrowsAsync<SessionBusyException>(async () => await other.AcquireLeaseAsync("s", "two"))).Holder);
        await other.ForceReleaseLeaseAsync("s");
        await RefusedAsync<LeaseLostException>(() => Manager.SetStateAsync("s", "a", 3, new CommitOptions { Lease = lease.Token }));
    }

    [ConformanceFact]
    public async Task A_watcher_hears_of_commits_and_deletion_through_another_instance()
    {
        var (store, other) = await AnotherAsync();
        await using var _ = store;
        await CreateAsync();
        await using var feed = Manager.WatchAsync("s", 1).GetAsyncEnumerator();
        var next = feed.MoveNextAsync().AsTask();
        await other.SetStateAsync("s", "a", 1);
        await PassAsync(next, TimeSpan.FromMilliseconds(50));
        Assert.Equal(2, Assert.IsType<SessionChange.Happened>(feed.Current).Event.Version);
        next = feed.MoveNextAsync().AsTask();
        await other.DeleteAsync("s");
        await PassAsync(next, TimeSpan.FromMilliseconds(50));
        Assert.IsType<SessionChange.Ended>(feed.Current);
    }

    [ConformanceFact]
    public async Task Each_expiry_is_handed_to_one_instance()
    {
        var (store, other) = await AnotherAsync();
        await using var _ = store;
        for (var i = 0; i < 40; i++)
        {
            await Manager.CreateAsync(new NewSession { Id = $"s{i}", IdleTimeout = TimeSpan.FromMinutes(1) });
        }

        Time.Advance(TimeSpan.FromMinutes(1));
        var counts = new long[2];
        SessionManager[] managers = [Manager, other];
        await TogetherAsync(2, async task => counts[task] = await managers[task].CleanUpAsync());
        Assert.Equal(40, counts.Sum());
    }

    [ConformanceFact]
    public async Task What_another_instance_has_prolonged_has_not_expired_whatever_this_one_knew()
    {
        var (store, other) = await AnotherAsync();
        await using var _ = store;
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = TimeSpan.FromMinutes(1) });
        await other.AppendMessageAsync("s", NewMessage.User("1"));
        await Manager.SetExpiryAsync("s", TimeSpan.FromDays(1));
        Time.Advance(TimeSpan.FromMinutes(2));
        await RefusedAsync<SessionAlreadyExistsException>(() => other.CreateAsync(new NewSession { Id = "s" }));
        Assert.Empty(await store.TakeAsync(new CleanupRule(), 10));
        Assert.Equal(3, (await other.GetAsync("s")).Version);
        Assert.Equal(4, (await other.AppendMessageAsync("s", NewMessage.User("2"))).Version);
        Assert.Equal(["1", "2"], await ContentsAsync());
    }

    [ConformanceFact]
    public async Task A_session_created_again_through_another_instance_is_another_one()
    {
        var (store, other) = await AnotherAsync();
        await using var _ = store;
        var first = await CreateAsync();
        await Manager.SetStateAsync("s", "a", 1);
        await other.GetAsync("s");
        await Manager.DeleteAsync("s");
        var second = await other.CreateAsync(new NewSession { Id = "s" });
        Assert.NotEqual(first.Incarnation, second.Incarnation);
        Assert.Equal(second.Incarnation, (await ViewAsync()).Incarnation);
        Assert.Equal(2, (await Manager.SetStateAsync("s", "b", 1)).Version);
    }

    [ConformanceFact]
    public async Task What_is_read_after_a_session_was_created_again_are_its_own_messages()
    {
        var (store, other) = await AnotherAsync();
        await using var _ = store;
        foreach (var content in (string[])["1", "2", "3"])
        {
            // Each life goes as far as the one before it.
            await CreateAsync();
            await Manager.AppendMessageAsync("s", NewMessage.User(content));
            Assert.Equal([content], (await other.ReadNewestMessagesAsync("s")).Select(message => message.Content));
            Assert.Equal([content], (await other.ReadNewerMessagesAsync("s", 0)).Select(message => message.Content));
            await Manager.DeleteAsync("s");
        }
    }

    [ConformanceFact]
    public async Task What_another_instance_has_shortened_is_over_whatever_this_one_knew()
    {
        var (store, other) = await AnotherAsync();
        await using var _ = store;
        await Manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = TimeSpan.FromDays(1) });
        await Manager.AppendMessageAsync("s", NewMessage.User("1"));
        Assert.Single(await Manager.ReadNewestMessagesAsync("s"));
        await other.SetExpiryAsync("s", TimeSpan.FromMinutes(1));
        Time.Advance(TimeSpan.FromMinutes(2));
        await Assert.ThrowsAsync<SessionNotFoundException>(async () => await Manager.ReadNewestMessagesAsync("s"));
    }

    // Whoever keeps messages in memory keeps those that are in the store now, whoever wrote them and however they are asked for.
    [ConformanceTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1601519492)]
    [InlineData(1649267300)]
    [InlineData(null)]
    public async Task Whatever_is_read_through_any_instance_are_the_messages_of_now(int? seed)
    {
        var chosen = seed ?? Random.Shared.Next();
        Console.WriteLine($"Readers and writers through two instances with seed {chosen}.");
        var random = new Random(chosen);
        var (store, other) = await AnotherAsync();
        await using var _ = store;
        SessionManager[] managers = [Manager, other];
        string[] chats = ["main", "b"];
        var cleared = new Dictionary<string, int>();
        var written = new Dictionary<string, List<string>>();
        await CreateAnewAsync();
        for (var step = 0; step < 250; step++)
        {
            var manager = managers[random.Next(2)];
            var chat = chats[random.Next(2)];
            switch (random.Next(20))
            {
                case 0:
                    await Manager.DeleteAsync("s");
                    await CreateAnewAsync();
                    break;
                case 1:
                    await manager.ClearConversationAsync("s", chat: chat);
                    cleared[chat] = written[chat].Count;
                    break;
                case 2:
                    await manager.SetStateAsync("s", "k", step);
                    break;
                case < 8:
                    string[] contents = [.. Enumerable.Range(0, random.Next(1, 6)).Select(part => $"{step}.{part}")];
                    await manager.AppendMessagesAsync("s", contents.Select(NewMessage.User), chat: chat);
                    written[chat].AddRange(contents);
                    break;
                default:
                    await AssertReadAsync(manager, chat, random.Next(written[chat].Count + 2), random.Next(1, 30));
                    break;
            }
        }

        async Task CreateAnewAsync()
        {
            await managers[random.Next(2)].CreateAsync(new NewSession { Id = "s" });
            foreach (var chat in chats)
            {
                (cleared[chat], written[chat]) = (0, []);
            }
        }

        async Task AssertReadAsync(SessionManager manager, string chat, int place, int limit)
        {
            var all = written[chat].Select((content, index) => (Ordinal: index + 1L, content)).Skip(cleared[chat]).ToArray();
            var (found, expected) = random.Next(3) switch
            {
                0 => (await manager.ReadOlderMessagesAsync("s", place, limit, chat), all.Where(message => message.Ordinal < place).TakeLast(limit)),
                1 => (await manager.ReadNewerMessagesAsync("s", place, limit, chat), all.Where(message => message.Ordinal > place).Take(limit)),
                _ => (await manager.ReadNewestMessagesAsync("s", limit, chat), all.TakeLast(limit)),
            };
            Assert.Equal(expected, found.Select(static message => (message.Ordinal, message.Content!)));
        }
    }
}
