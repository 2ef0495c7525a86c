using FluentAssertions;
using Microsoft.Data.Sqlite;
using Npgsql;
using Sessions.PostgreSql;
using Sessions.Sqlite;
using Sessions.Stores;
using Sessions.TestServers;
using Sessions.Tests.Processes;
using Xunit;

namespace Sessions.Sql.Tests.Robustness;

/// <summary>A message that somebody deleted by hand is missing, and no other one stands in its place, however often it is read.</summary>
public sealed class MissingRowTests : StoreDirectory
{
    [Fact]
    public async Task What_was_deleted_by_hand_is_missing_and_nothing_else()
    {
        Directory.CreateDirectory(Store);
        var file = Path.Combine(Store, "sessions.db");
        await using (var store = SqliteStores.Open(file))
        {
            var manager = new SessionManager(store);
            await manager.CreateAsync(new NewSession { Id = "s" });
            await manager.AppendMessagesAsync("s", Enumerable.Range(1, 6).Select(static number => NewMessage.User($"{number}")));
        }

        await using (var connection = new SqliteConnection($"Data Source={file}"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM session_events WHERE ordinal = 4";
            (await command.ExecuteNonQueryAsync()).Should().Be(1);
        }

        await using var again = SqliteStores.Open(file);
        var reader = new SessionManager(again);
        for (var time = 0; time < 2; time++)
        {
            (await ContentsAsync(10)).Should().Equal("1", "2", "3", "5", "6");
            (await ContentsAsync(3)).Should().Equal("3", "5", "6");
            Contents(await reader.ReadOlderMessagesAsync("s", beforeOrdinal: 5)).Should().Equal("1", "2", "3");
            Contents(await reader.ReadNewerMessagesAsync("s", afterOrdinal: 4)).Should().Equal("5", "6");
        }

        await reader.AppendMessageAsync("s", NewMessage.User("7"));
        (await ContentsAsync(3)).Should().Equal("5", "6", "7");
        (await ContentsAsync(3)).Should().Equal("5", "6", "7");

        async Task<IEnumerable<string?>> ContentsAsync(int limit) => Contents(await reader.ReadNewestMessagesAsync("s", limit));
    }

    [PostgreSqlFact]
    public async Task What_seems_to_be_missing_is_looked_for_once_more()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        await using (var store = PostgreSqlStores.Open(database.ConnectionString))
        {
            var manager = new SessionManager(store);
            await manager.CreateAsync(new NewSession { Id = "s" });
            await manager.AppendMessagesAsync("s", Enumerable.Range(1, 6).Select(static number => NewMessage.User($"{number}")));
        }

        await using (var source = database.CreateDataSource())
        {
            await using var command = source.CreateCommand("DELETE FROM session_events WHERE ordinal = 4");
            (await command.ExecuteNonQueryAsync()).Should().Be(1);
        }

        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var proxy = new LossyProxy(settings.Port);
        settings.Port = proxy.Port;
        await using var again = new SqlStore(
            NpgsqlDataSource.Create(settings), new PostgreSqlDialect(), new SqlStoreOptions { PrepareStatements = false }, time: null, ownsSource: true);
        await new SessionManager(again).GetAsync("s");
        var key = new SessionKey("s");
        (await CountAsync(() => again.ReadMessagesAsync(key, MessageRange.Newer("main", 4, 10)).AsTask())).Should().Be(1);
        (await CountAsync(() => again.ReadMessagesAsync(key, MessageRange.Newer("main", 2, 10)).AsTask())).Should().Be(2);
        (await CountAsync(() => again.ReadMessagesAsync(key, MessageRange.Newer("main", 3, 10)).AsTask())).Should().Be(2);
        (await CountAsync(() => again.ReadMessagesAsync(key, MessageRange.Newest("main", 2)).AsTask())).Should().Be(1);
        (await CountAsync(() => again.ReadMessagesAsync(key, MessageRange.Newest("main", 3)).AsTask())).Should().Be(2);
        (await CountAsync(() => again.ReadLogAsync(key, 0, 100).AsTask())).Should().Be(4, "it looks where the session stands each time");

        async Task<long> CountAsync(Func<Task> read)
        {
            var before = proxy.Requests;
            await read();
            return proxy.Requests - before;
        }
    }

    private static IEnumerable<string?> Contents(IReadOnlyList<Message> messages) => messages.Select(static message => message.Content);
}
