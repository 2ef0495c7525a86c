using FluentAssertions;
using MySql.Data.MySqlClient;
using Npgsql;
using Sessions.Tests.Processes;
using Sessions.TestServers;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Sql.Tests.Robustness;

/// <summary>Connections are cut before, in and behind the middle of commits: each commit is there once, whatever became of its answer.</summary>
public sealed class LostAnswerTests(ITestOutputHelper output)
{
    [PostgreSqlFact]
    public async Task No_commit_is_lost_or_doubled_on_postgresql()
    {
        var server = await SharedServers.PostgreSqlAsync();
        await using var database = await server.CreateDatabaseAsync();
        await using var proxy = new LossyProxy(server.Port);
        await using var store = PostgreSql(database, proxy);
        await CommitThroughLossesAsync(store, proxy, Loss.Caller);
    }

    [MariaDbFact]
    public async Task No_commit_is_lost_or_doubled_on_mariadb()
    {
        var server = await SharedServers.MariaDbAsync();
        await using var database = await server.CreateDatabaseAsync();
        await using var proxy = new LossyProxy(server.Port);
        var connection = new MySqlConnectionStringBuilder(database.ConnectionString) { Port = (uint)proxy.Port }.ConnectionString;
        await using var source = new MySqlTestDataSource(connection);
        await using var store = new SqlStore(source, SqlEngine.MySql);

        // A transaction of several statements whose caller is gone unnoticed holds its locks until the server does notice.
        await CommitThroughLossesAsync(store, proxy, Loss.Answer);
    }

    [PostgreSqlFact]
    public async Task What_a_server_does_long_after_its_caller_was_cut_off_is_not_done_again()
    {
        var server = await SharedServers.PostgreSqlAsync();
        await using var database = await server.CreateDatabaseAsync();
        await using var proxy = new LossyProxy(server.Port);
        await using var store = PostgreSql(database, proxy);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await manager.AppendMessageAsync("s", NewMessage.User("before"));
        Task<Session> late;
        await using (var row = await HeldRow.HoldAsync(database, "s"))
        {
            // Both are sent on what the session was before, and neither is done before both callers are gone.
            proxy.Lose(Loss.Caller);
            late = manager.AppendMessageAsync("s", NewMessage.User("late")).AsTask();
            await row.WaitForWaitersAsync(1);
            await row.WaitForWaitersAsync(2);
            proxy.CutAll();
            await row.WaitForWaitersAsync(3);
        }

        (await late).Version.Should().Be(3);
        await manager.AppendMessageAsync("s", NewMessage.User("after"));
        (await manager.ReadNewestMessagesAsync("s")).Select(message => message.Content).Should().Equal("before", "late", "after");
    }

    private async Task CommitThroughLossesAsync(SqlStore store, LossyProxy proxy, Loss worst)
    {
        var random = new Random(TestSeed.Next(output));
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        for (var i = 0; i < 60; i++)
        {
            proxy.Lose((Loss)random.Next(1, (int)worst + 1), after: random.Next(2));
            var view = await manager.AppendMessageAsync("s", NewMessage.User($"{i}"));
            view.Version.Should().Be(i + 2);
            if (random.Next(5) == 0)
            {
                (await manager.AcquireLeaseAsync("s")).Should().NotBeNull();
                await manager.ForceReleaseLeaseAsync("s");
            }
        }

        proxy.Lose(Loss.None);
        output.WriteLine($"{proxy.Cuts} connections were cut");
        proxy.Cuts.Should().BeGreaterThan(10);
        var messages = await manager.ReadNewerMessagesAsync("s", 0, 1000);
        messages.Select(message => message.Content).Should().Equal(Enumerable.Range(0, 60).Select(i => $"{i}"));
        (await manager.CreateAsync(new NewSession { Id = "other" })).Version.Should().Be(1);
        (await manager.DeleteAsync("other")).Should().BeTrue();
    }

    private static SqlStore PostgreSql(TestDatabase database, LossyProxy proxy) => new(
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = proxy.Port }),
        new PostgreSqlDialect(),
        new SqlStoreOptions(),
        time: null,
        ownsSource: true);
}
