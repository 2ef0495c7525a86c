using FluentAssertions;
using Microsoft.Data.Sqlite;
using Sessions.Tests.Processes;
using Sessions.Sqlite;
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

    private static IEnumerable<string?> Contents(IReadOnlyList<Message> messages) => messages.Select(static message => message.Content);
}
