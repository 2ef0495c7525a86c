using FluentAssertions;
using Sessions.Sql.Tests.Schema;
using Sessions.TestServers;

namespace Sessions.Sql.Tests.Robustness;

[RequiresMariaDb]
public sealed class MariaDbLostCommitTests() : LostCommitTests("mysql")
{
    /// <summary>InnoDB may have shown what is not on the disk yet: an answer that rests on it waits for something that is written behind it.</summary>
    [MariaDbFact]
    public async Task A_repetition_is_as_durable_as_what_it_repeats()
    {
        await using var database = await Engine.CreateAsync("mysql");
        await using var store = database.Open();
        var manager = new SessionManager(store);
        var keyed = new CommitOptions { IdempotencyKey = "k" };
        await manager.CreateAsync(new NewSession { Id = "s" });
        await manager.AppendMessageAsync("s", NewMessage.User("hello"), keyed);
        var before = await RevisionAsync();
        (await manager.AppendMessageAsync("s", NewMessage.User("hello"), keyed)).Version.Should().Be(2);
        (await RevisionAsync()).Should().NotBe(before);
        (await manager.AppendMessageAsync("s", NewMessage.User("again"))).Version.Should().Be(3);

        async Task<string> RevisionAsync() => (await database.QueryAsync("SELECT revision FROM sessions")).Single();
    }
}
