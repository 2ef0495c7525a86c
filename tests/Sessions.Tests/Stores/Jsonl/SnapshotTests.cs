using FluentAssertions;
using Xunit;

namespace Sessions.Tests.Stores.Jsonl;

public sealed class SnapshotTests : JsonlTestBase
{
    private static readonly string[] Chats = ["main", "b", "c"];

    [Fact]
    public async Task Long_logs_page_through_three_chats_from_the_file_as_from_memory()
    {
        const int Count = 3000;
        await using (var store = Open())
        {
            var manager = Manage(store);
            await manager.CreateAsync(new NewSession { Id = "s" });
            for (var i = 0; i < Count; i++)
            {
                await manager.AppendMessageAsync("s", NewMessage.User(Text(i)), chat: i % 100 == 7 ? "c" : i % 3 == 0 ? "b" : "main");
            }
        }

        File.ReadLines(LogOf("s")).Count(line => line.StartsWith("{\"f\":1,\"s\":", StringComparison.Ordinal)).Should().BeGreaterThan(3);
        await using var again = Open();
        var reader = Manage(again);
        (await reader.GetAsync("s")).Messages.Total.Should().Be(Count);
        foreach (var chat in Chats)
        {
            string[] expected = [.. Enumerable.Range(0, Count).Where(i => (i % 100 == 7 ? "c" : i % 3 == 0 ? "b" : "main") == chat).Select(Text)];
            var back = new List<string>();
            var before = long.MaxValue;
            while (await again.ReadMessagesAsync(new SessionKey("s"), Sessions.Stores.MessageRange.Older(chat, before, 97)) is { Count: > 0 } page)
            {
                back.InsertRange(0, page.Select(message => message.Content!));
                before = page[0].Ordinal;
            }

            back.Should().Equal(expected);
            var forward = new List<string>();
            var after = 0L;
            while (await again.ReadMessagesAsync(new SessionKey("s"), Sessions.Stores.MessageRange.Newer(chat, after, 97)) is { Count: > 0 } page)
            {
                forward.AddRange(page.Select(message => message.Content!));
                after = page[^1].Ordinal;
            }

            forward.Should().Equal(expected);
        }
    }

    [Fact]
    public async Task Any_version_is_found_in_a_long_log()
    {
        await using var store = Open();
        var manager = Manage(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        for (var i = 0; i < 2000; i++)
        {
            await manager.UpdateAsync("s", update => update.AppendMessage(NewMessage.User(Text(i))).SetState("i", i));
        }

        foreach (var after in (long[])[0, 1, 2, 500, 501, 1777, 3998, 3999, 4000])
        {
            var page = await store.ReadLogAsync(new SessionKey("s"), after, 3);
            page!.DroppedThrough.Should().Be(0);
            page.Commits[0].FirstVersion.Should().BeLessThanOrEqualTo(after + 1);
            page.Commits[0].LastVersion.Should().BeGreaterThan(after);
            page.Commits.Zip(page.Commits.Skip(1)).All(pair => pair.Second.FirstVersion == pair.First.LastVersion + 1).Should().BeTrue();
        }

        (await store.ReadLogAsync(new SessionKey("s"), 4001, 3))!.Commits.Should().BeEmpty();
    }

    [Fact]
    public async Task The_newest_messages_of_a_closed_log_are_those_of_an_open_one()
    {
        await using (var store = Open())
        {
            var manager = Manage(store);
            await manager.CreateAsync(new NewSession { Id = "s" });
            for (var i = 0; i < 300; i++)
            {
                await manager.AppendMessageAsync("s", NewMessage.User(Text(i)));
            }

            await manager.AppendMessageAsync("s", NewMessage.User("other"), chat: "b");
            await manager.CreateAsync(new NewSession { Id = "cleared" });
            await manager.AppendMessageAsync("cleared", NewMessage.User("gone"));
            await manager.UpdateAsync("cleared", update => update.ClearConversation());
            await manager.AppendMessageAsync("cleared", NewMessage.User("there"));
            await manager.CreateAsync(new NewSession { Id = "expired", IdleTimeout = TimeSpan.FromMinutes(1) });
            await manager.AppendMessageAsync("expired", NewMessage.User("x"));
        }

        Time.Advance(TimeSpan.FromMinutes(2));
        await using var closed = Open();
        for (var look = 0; look < 3; look++)
        {
            (await ReadAsync("s", "main", 50)).Should().Equal(Enumerable.Range(250, 50).Select(Text));
            (await ReadAsync("s", "b", 50)).Should().Equal("other");
            (await ReadAsync("s", "none", 50)).Should().BeEmpty();
            (await ReadAsync("cleared", "main", 50)).Should().Equal("there");
            (await ReadAsync("expired", "main", 50)).Should().BeNull();
            (await ReadAsync("unknown", "main", 50)).Should().BeNull();
        }

        async Task<IEnumerable<string>?> ReadAsync(string id, string chat, int count) =>
            (await closed.ReadMessagesAsync(new SessionKey(id), Sessions.Stores.MessageRange.Newest(chat, count)))?.Select(message => message.Content!);
    }

    [Fact]
    public async Task A_long_import_ends_in_a_snapshot()
    {
        var store = Open();
        var manager = Manage(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await manager.AppendMessagesAsync("s", Enumerable.Range(0, 1000).Select(i => NewMessage.User(Text(i))));
        var log = (await store.ReadLogAsync(new SessionKey("s"), 0, 10))!.Commits;
        await store.ImportAsync(new SessionKey("copy"), log);
        File.ReadLines(LogOf("copy")).Last().Should().StartWith("{\"f\":1,\"s\":");
        await manager.AppendMessageAsync("copy", NewMessage.User("next"));
        await store.DisposeAsync();
        (await ContentsAsync(Manage(Open()), "copy", 2)).Should().Equal(Text(999), "next");
    }

    private static string Text(int i) => $"message {i} {new string('x', 80)}";
}
