using FluentAssertions;
using Npgsql;
using Sessions.TestServers;
using Xunit;

namespace Sessions.Sql.Tests.Schema;

/// <summary>A busy session is written beside itself in PostgreSQL: no index hears of it, but once a minute.</summary>
public sealed class BusyRowTests
{
    private const int Commits = 200;

    [PostgreSqlFact]
    public async Task Commits_to_a_session_leave_its_indexes_alone()
    {
        var server = await SharedServers.PostgreSqlAsync();
        await using var database = await server.CreateDatabaseAsync();

        // What a connection has counted is told to the server when it ends, at the latest.
        await using (var source = NpgsqlDataSource.Create(database.SocketConnectionString))
        await using (var store = new SqlStore(source, SqlEngine.PostgreSql))
        {
            var manager = new SessionManager(store);
            await manager.CreateAsync(new NewSession { Id = "s" });
            for (var i = 0; i < Commits; i++)
            {
                await manager.AppendMessageAsync("s", NewMessage.User("hello"));
            }
        }

        var (all, light) = await CountAsync(database.SocketConnectionString);
        all.Should().Be(Commits);
        light.Should().BeGreaterThan(Commits * 9 / 10);
    }

    private static async Task<(long All, long Light)> CountAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand("SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'sessions'");
        for (var tries = 0; ; tries++)
        {
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            var counted = (reader.GetInt64(0), reader.GetInt64(1));
            if (counted.Item1 >= Commits || tries == 200)
            {
                return counted;
            }

            // The server's process is another one: it has its own time.
            await Task.Delay(TimeSpan.FromMilliseconds(25));
        }
    }
}
