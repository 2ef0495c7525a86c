using FluentAssertions;
using Npgsql;
using Sessions.PostgreSql;
using Sessions.TestProcess.Verbs;
using Sessions.TestServers;
using Sessions.Tests.Processes;
using Xunit;

namespace Sessions.Sql.Tests.Robustness;

/// <summary>Apps tell their provider in which time they want instants, for the whole process: what is in the database stays what it is.</summary>
public sealed class LocalTimeTests
{
    [PostgreSqlFact]
    public async Task A_process_that_gets_local_time_from_npgsql_keeps_the_same_instants()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        await using var store = PostgreSqlStores.Open(database.ConnectionString);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "ours", AbsoluteLifetime = TimeSpan.FromHours(2) });
        await manager.AppendMessageAsync("ours", NewMessage.User("1"));

        // Neither the process nor its sessions on the server are at home in UTC, or in the same place.
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Timezone = "America/New_York" }.ConnectionString;
        await using var child = ChildProcess.StartIn(new Dictionary<string, string?> { ["TZ"] = "Asia/Tokyo" }, "local-time", connection);
        await child.ExpectAsync("ready");
        (await child.AskAsync("tell ours")).Should().Be(await LocalTimeVerb.TellAsync(manager, "ours"));

        var before = DateTimeOffset.UtcNow;
        var told = await child.AskAsync("begin theirs");
        told.Should().Be(await LocalTimeVerb.TellAsync(manager, "theirs"));
        (await manager.GetAsync("theirs")).CreatedAt.Should().BeCloseTo(before, TimeSpan.FromMinutes(10));

        // Its columns say the same as what is folded, to whoever asks the tables.
        (await manager.ListAsync(new SessionFilter { CreatedFrom = before.AddMinutes(-10), UpdatedBefore = before.AddMinutes(10) })).Sessions.Should().HaveCount(2);
        await using var source = database.CreateDataSource();
        await using var columns = source.CreateCommand(
            "SELECT count(*) FROM sessions s JOIN session_events e USING (session) WHERE abs(extract(epoch FROM now() - s.created_at)) < 600 "
            + "AND abs(extract(epoch FROM now() - e.at)) < 600 AND s.expires_at BETWEEN now() AND now() + interval '2 hours'");
        (await columns.ExecuteScalarAsync()).Should().Be(6L);
    }
}
