using Sessions.Stores;
using Xunit;

namespace Sessions.Testing;

// Conversations: several chats, pages in both directions, clearing, and payloads that come back byte for byte.
public abstract partial class SessionStoreConformance
{
    [ConformanceFact]
    public async Task A_message_comes_back_as_it_was_given()
    {
        await CreateAsync();
        var payload = JsonText.Parse("{ \"b\" : [1.0, 1e2,\"\\u00e9\"],  \"a\":null }");
        await Manager.AppendMessagesAsync("s",
        [
            NewMessage.System("be brief"),
            NewMessage.User("line\nbreak \"quoted\" 🌍 \u0000"),
            new NewMessage(MessageRole.Assistant, null) { Payload = payload },
            NewMessage.Tool("search", "found", "call-1"),
            NewMessage.Assistant(""),
        ], Channel.Mcp);
        var messages = await Manager.ReadNewestMessagesAsync("s");
        Assert.Equal(["be brief", "line\nbreak \"quoted\" 🌍 \u0000", null, "found", ""], messages.Select(message => message.Content));
        Assert.Equal(
            [MessageRole.System, MessageRole.User, MessageRole.Assistant, MessageRole.Tool, MessageRole.Assistant],
            messages.Select(message => message.Role));
        Assert.Equal(payload, messages[2].Payload);
        Assert.Null(messages[0].Payload);
        Assert.Equal(("search", "call-1"), (messages[3].ToolName, messages[3].InvocationId));
        Assert.All(messages, message => Assert.Equal((Chat.Main, Channel.Mcp, Time.GetUtcNow()), (message.Chat, message.Channel, message.At)));
        Assert.Equal([2, 3, 4, 5, 6], messages.Select(message => message.Version));
        Assert.Equal(new MessageCounts(1, 1, 2, 1), (await ViewAsync()).Messages);
    }

    [ConformanceFact]
    public async Task Messages_are_read_in_pages_in_both_directions()
    {
        await CreateAsync();
        for (var i = 1; i <= 130; i++)
        {
            await Manager.AppendMessageAsync("s", NewMessage.User($"{i}"));
            await Manager.AppendMessageAsync("s", NewMessage.User($"other {i}"), chat: "other");
        }

        Assert.Equal([128, 129, 130], Ordinals(await Manager.ReadNewestMessagesAsync("s", 3)));
        Assert.Equal([125, 126, 127], Ordinals(await Manager.ReadOlderMessagesAsync("s", 128, 3)));
        Assert.Equal([1, 2], Ordinals(await Manager.ReadOlderMessagesAsync("s", 3, 50)));
        Assert.Empty(await Manager.ReadOlderMessagesAsync("s", 1));
        Assert.Empty(await Manager.ReadOlderMessagesAsync("s", 0));
        Assert.Equal([1, 2, 3], Ordinals(await Manager.ReadNewerMessagesAsync("s", 0, 3)));
        Assert.Equal([130], Ordinals(await Manager.ReadNewerMessagesAsync("s", 129, 3)));
        Assert.Empty(await Manager.ReadNewerMessagesAsync("s", 130));
        Assert.Empty(await Manager.ReadNewerMessagesAsync("s", long.MaxValue));
        Assert.Equal([129, 130], Ordinals(await Manager.ReadOlderMessagesAsync("s", long.MaxValue, 2)));
        Assert.Equal(130, (await Manager.ReadNewestMessagesAsync("s", 10_000)).Count);
        Assert.Equal(
            Enumerable.Range(61, 5).Select(i => $"other {i}"),
            (await Manager.ReadNewerMessagesAsync("s", 60, 5, "other")).Select(message => message.Content));
        Assert.Empty(await Manager.ReadNewestMessagesAsync("s", chat: "unknown"));
        await Assert.ThrowsAsync<SessionNotFoundException>(async () => await Manager.ReadNewestMessagesAsync("unknown"));
        Assert.Empty((await Store.ReadMessagesAsync(Key("s"), MessageRange.Newest(Chat.Main, 0)))!);

        static IEnumerable<long> Ordinals(IReadOnlyList<Message> messages) => messages.Select(message => message.Ordinal);
    }

    [ConformanceFact]
    public async Task A_cleared_chat_is_empty_and_its_ordinals_go_on()
    {
        await CreateAsync();
        await Manager.AppendMessagesAsync("s", [NewMessage.User("1"), NewMessage.User("2")]);
        await Manager.AppendMessageAsync("s", NewMessage.User("kept"), chat: "other");
        await Manager.ClearConversationAsync("s");
        Assert.Empty(await ContentsAsync());
        Assert.Empty(await Manager.ReadOlderMessagesAsync("s", 2));
        Assert.Equal(1, (await ViewAsync()).Messages.Total);
        await Manager.AppendMessageAsync("s", NewMessage.User("3"));
        var message = Assert.Single(await Manager.ReadNewerMessagesAsync("s", 0));
        Assert.Equal(("3", 3), (message.Content, message.Ordinal));
        Assert.Equal(["kept"], await ContentsAsync(chat: "other"));
        Assert.True((await ViewAsync()).TryGetChat(Chat.Main, out var chat));
        Assert.Equal((3, 2, 1), (chat.LastOrdinal, chat.ClearedThrough, chat.Messages.Total));
    }

    [ConformanceFact]
    public async Task Clearing_and_appending_in_one_commit_keep_their_order()
    {
        await CreateAsync();
        await Manager.UpdateAsync("s", update => update.ClearConversation("new").AppendMessage(NewMessage.User("a"), "new"));
        await Manager.UpdateAsync("s", update => update.AppendMessage(NewMessage.User("b"), "new").ClearConversation("new")
            .AppendMessage(NewMessage.User("c"), "new").ClearConversation("new").AppendMessage(NewMessage.User("d"), "new"));
        await Manager.UpdateAsync("s", update => update.AppendMessage(NewMessage.User("x"), "p").AppendMessage(NewMessage.User("y"), "q").ClearConversation("p"));
        await Manager.ClearConversationAsync("s", chat: "unknown");
        await Manager.AppendMessageAsync("s", NewMessage.User("z"), chat: "p");
        Assert.Equal(["d"], await ContentsAsync(chat: "new"));
        Assert.Equal(4, (await Manager.ReadNewestMessagesAsync("s", chat: "new"))[0].Ordinal);
        Assert.Equal(["z"], await ContentsAsync(chat: "p"));
        Assert.Equal(["y"], await ContentsAsync(chat: "q"));
        Assert.Equal(["new", "p", "q"], (await ViewAsync()).Chats.Select(chat => chat.Name));
    }

    [ConformanceFact]
    public async Task Readers_of_a_chat_that_is_cleared_see_whole_runs_of_messages()
    {
        var key = (await CreateAsync()).Key;
        await TogetherAsync(3, async task =>
        {
            if (task == 0)
            {
                for (var i = 0; i < 100; i++)
                {
                    await Manager.AppendMessagesAsync("s", [NewMessage.User("x"), NewMessage.User("y"), NewMessage.User("z")]);
                    if (i % 7 == 6)
                    {
                        await Manager.ClearConversationAsync("s");
                    }
                }

                await Manager.CompleteAsync("s");
                return;
            }

            while (!(await Store.FindAsync(key))!.IsFinished)
            {
                var messages = (await Store.ReadMessagesAsync(key, MessageRange.Newest(Chat.Main, 1000)))!;
                for (var i = 0; i < messages.Count; i++)
                {
                    Assert.NotNull(messages[i]);
                    Assert.Equal(messages[0].Ordinal + i, messages[i].Ordinal);
                }
            }
        });
    }

    [ConformanceFact]
    public async Task A_session_has_a_bounded_number_of_chats()
    {
        await CreateAsync();
        await Manager.UpdateAsync("s", update =>
        {
            for (var i = 0; i < Session.MaxChats; i++)
            {
                update.AppendMessage(NewMessage.User("x"), $"c{i}");
            }
        });
        var error = await UnchangedAsync<SessionLimitException>(() => Manager.AppendMessageAsync("s", NewMessage.User("x"), chat: "one more"));
        Assert.Equal(("chats", Session.MaxChats), (error.Limit, error.Maximum));
        await Manager.AppendMessageAsync("s", NewMessage.User("y"), chat: "c0");
        Assert.Equal(["x", "y"], await ContentsAsync(chat: "c0"));
    }
}
