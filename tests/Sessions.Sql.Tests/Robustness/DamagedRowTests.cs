using FluentAssertions;
using Sessions.Sql.Tests.Schema;
using Sessions.Stores;
using Sessions.TestServers;
using Xunit;

namespace Sessions.Sql.Tests.Robustness;

/// <summary>A row that somebody spoiled by hand fails its session and no other one.</summary>
public sealed class DamagedRowTests
{
    [Fact]
    public Task Damage_is_contained_on_sqlite() => AssertContainedAsync("sqlite");

    [PostgreSqlFact]
    public Task Damage_is_contained_on_postgresql() => AssertContainedAsync("postgres");

    [MariaDbFact]
    public Task Damage_is_contained_on_mariadb() => AssertContainedAsync("mysql");

    private static async Task AssertContainedAsync(string engine)
    {
        await using var database = await Engine.CreateAsync(engine);
        await using var store = database.Open();
        var manager = new SessionManager(store);
        var north = manager.ForPartition("north");
        foreach (var id in (string[])["a", "b", "c", "d"])
        {
            await north.CreateAsync(new NewSession { Id = id, State = new Dictionary<string, JsonText> { ["k"] = 1 } });
        }

        await database.ExecuteAsync("UPDATE sessions SET folded_view = '{\"no\":\"view\"}' WHERE id = 'c'");

        // By whatever is read first, and also by a process that has never seen it.
        await using var other = database.Open();
        var reader = new SessionManager(other).ForPartition("north");
        var error = (await reader.Invoking(m => m.FindAsync("c").AsTask()).Should().ThrowAsync<SessionDamagedException>()).Which;
        (error.SessionId, error.Location).Should().Be(("c", "table sessions, session \"north/c\""));
        foreach (var order in Enum.GetValues<SessionOrder>())
        {
            await AssertListedAsync(reader, order);
        }

        await reader.AppendMessageAsync("d", NewMessage.User("the others work"));
        foreach (var id in (string[])["a", "b", "d"])
        {
            await reader.CompleteAsync(id);
        }

        // All of them are long over, as far as the columns tell; of the damaged one nobody else can.
        await database.ExecuteAsync("UPDATE sessions SET finished_at = created_at");
        var taken = new List<RemovedSession>();
        for (var tries = 0; taken.Count < 3 && tries < 10_000; tries++)
        {
            // By its view the last one was finished this very millisecond, perhaps.
            taken.AddRange(await other.TakeAsync(new CleanupRule { FinishedFor = TimeSpan.FromMilliseconds(1) }, 10));
        }

        taken.Select(static removed => removed.Session.Id).Should().BeEquivalentTo("a", "b", "d");
        (await database.QueryAsync("SELECT session FROM sessions")).Should().Equal("north/c");
        (await reader.DeleteAsync("c")).Should().BeTrue();
        (await database.QueryAsync("SELECT COUNT(*) FROM session_events")).Should().Equal("0");
    }

    /// <summary>In pages of one, so that the damaged one is the last of a page and the one behind it by turns.</summary>
    private static async Task AssertListedAsync(SessionManager manager, SessionOrder order)
    {
        var ids = new List<string>();
        var damaged = new List<string>();
        string? cursor = null;
        do
        {
            var page = await manager.ListAsync(order: order, limit: 1, cursor: cursor);
            ids.AddRange(page.Sessions.Select(static session => session.Id));
            damaged.AddRange(page.Unreadable.Select(static damage => damage.SessionId));
            page.Sessions.All(static session => session.State.ContainsKey("k")).Should().BeTrue();
            cursor = page.Next;
        }
        while (cursor is not null);

        string[] expected = order is SessionOrder.NewestCreated or SessionOrder.NewestUpdated ? ["d", "b", "a"] : ["a", "b", "d"];
        ids.Should().Equal(expected);
        damaged.Should().Equal("c");
    }
}
