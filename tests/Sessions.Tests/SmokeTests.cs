using FluentAssertions;
using Sessions.Stores.InMemory;
using Xunit;

namespace Sessions.Tests;

public sealed class SmokeTests
{
    [Fact]
    public async Task A_session_is_shared_by_two_managers_over_one_store()
    {
        await using var store = new InMemoryStore();
        var api = new SessionManager(store);
        var cli = new SessionManager(store);
        var session = await api.CreateAsync(new NewSession { UserId = "alice", State = new Dictionary<string, JsonText> { ["step"] = 1 } }, Channel.Api);
        await api.AppendMessageAsync(session.Id, NewMessage.User("hello"), Channel.Api);
        await cli.AppendMessageAsync(session.Id, NewMessage.Assistant("hi"), Channel.Cli);
        var read = await cli.GetAsync(session.Id, Channel.Mcp);
        read.Version.Should().Be(4);
        read.Messages.Total.Should().Be(2);
        read.Channels.Select(c => c.Channel.Name).Should().Equal("api", "cli", "mcp");
        (await api.ReadNewestMessagesAsync(session.Id)).Select(m => m.Content).Should().Equal("hello", "hi");

        var seen = new List<string>();
        await foreach (var change in api.WatchAsync(session.Id))
        {
            if (change is SessionChange.Happened { Event: var happened })
            {
                seen.Add(happened.Kind);
                if (happened.Version == 4)
                {
                    await cli.DeleteAsync(session.Id);
                }
            }
            else
            {
                seen.Add(change.GetType().Name);
            }
        }

        seen.Should().Equal("created", "state", "message", "message", "Ended");
    }

    [Fact]
    public async Task A_keyed_create_is_made_once_and_compared()
    {
        await using var store = new InMemoryStore();
        var manager = new SessionManager(store);
        var first = await manager.CreateAsync(new NewSession { Purpose = "a" }, new CommitOptions { IdempotencyKey = "k" });
        var again = await manager.CreateAsync(new NewSession { Purpose = "a" }, new CommitOptions { IdempotencyKey = "k" });
        again.Incarnation.Should().Be(first.Incarnation);
        var other = async () => await manager.CreateAsync(new NewSession { Purpose = "b" }, new CommitOptions { IdempotencyKey = "k" });
        (await other.Should().ThrowAsync<SessionConflictException>()).Which.Conflict.Should().Be(SessionConflict.IdempotencyKey);
    }
}
