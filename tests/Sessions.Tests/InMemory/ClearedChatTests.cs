using FluentAssertions;
using Sessions.Stores.InMemory;
using Xunit;

namespace Sessions.Tests.InMemory;

public sealed class ClearedChatTests
{
    [Fact]
    public async Task A_chat_may_be_cleared_in_the_commit_that_begins_it()
    {
        await using var store = new InMemoryStore();
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await manager.UpdateAsync("s", update => update
            .ClearConversation("side").AppendMessage(NewMessage.User("kept"), "side")
            .AppendMessage(NewMessage.User("gone")).ClearConversation());
        (await manager.ReadNewestMessagesAsync("s", 10, "side")).Should().ContainSingle(message => message.Content == "kept");
        (await manager.ReadNewestMessagesAsync("s")).Should().BeEmpty();
    }
}
