using FluentAssertions;
using Npgsql;
using Sessions.PostgreSql;
using Sessions.Sqlite;
using Sessions.Testing;
using Sessions.TestServers;
using Xunit;

namespace Sessions.Sql.Tests.Schema;

/// <summary>A busy session is written, and no index of its instants hears of it, but once in a while.</summary>
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

    [Fact]
    public async Task On_sqlite_a_commit_writes_the_pages_of_its_session_of_its_event_and_of_its_message()
    {
        await using var database = await Engine.CreateAsync("sqlite");
        await using var store = Open(database, new FakeTimeProvider());
        var manager = new SessionManager(store);
        foreach (var id in Enumerable.Range(0, 100).Select(static i => $"s{i}"))
        {
            await manager.CreateAsync(new NewSession { Id = id });
            await manager.AppendMessageAsync(id, NewMessage.User("hello"));
        }

        await database.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        await manager.AppendMessageAsync("s7", NewMessage.User("hello"));
        var before = Frames(database);
        for (var i = 0; i < Commits; i++)
        {
            await manager.AppendMessageAsync("s7", NewMessage.User("hello"));
        }

        // Three, and a few more each time that one of them is full and is divided.
        ((double)(Frames(database) - before) / Commits).Should().BeInRange(3, 4.5);
    }

    [Fact]
    public Task On_sqlite_the_indexed_instants_are_the_others_to_the_second() =>
        AssertIndexedAsync("sqlite", static instant => $"substr({instant}, 1, 19)");

    [PostgreSqlFact]
    public Task On_postgresql_the_indexed_instants_are_the_others_to_the_minute() =>
        AssertIndexedAsync("postgres", static instant => $"date_trunc('minute', {instant} AT TIME ZONE 'UTC')");

    private static async Task AssertIndexedAsync(string engine, Func<string, string> roughly)
    {
        await using var database = await Engine.CreateAsync(engine);
        var time = new FakeTimeProvider();
        await using var store = Open(database, time);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await manager.CreateAsync(new NewSession { Id = "t", IdleTimeout = TimeSpan.FromSeconds(90) });
        for (var i = 0; i < 30; i++)
        {
            time.Advance(TimeSpan.FromSeconds(i % 2 == 0 ? 0.4 : 31));
            await Task.WhenAll(
                manager.AppendMessageAsync("s", NewMessage.User("hello")).AsTask(),
                i % 3 == 0 ? manager.UpdateAsync("t", update => update.SetState("i", i)).AsTask() : manager.AppendMessageAsync("t", NewMessage.User("hello")).AsTask());
            (await database.QueryAsync($"SELECT session FROM sessions WHERE updated_roughly <> {roughly("updated_at")} OR expires_roughly <> {roughly("expires_at")}")).Should().BeEmpty();
        }

        await manager.PinAsync("s");
        (await database.QueryAsync("SELECT session FROM sessions WHERE expires_roughly IS NULL AND expires_at IS NULL")).Should().Equal("s");
    }

    private static SqlStore Open(Engine database, FakeTimeProvider time) => database.Name == "sqlite"
        ? SqliteStores.Open(database.Connection, time: time)
        : PostgreSqlStores.Open(database.Connection, time: time);

    /// <summary>How many pages were written since the log was emptied: each stands in it behind 24 bytes, and all of them behind 32.</summary>
    private static long Frames(Engine database) => (new FileInfo($"{database.Connection}-wal").Length - 32) / (4096 + 24);

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
