using FluentAssertions;
using Microsoft.Data.Sqlite;
using Sessions.Sqlite;
using Sessions.TestServers;
using Xunit;

namespace Sessions.Sql.Tests.Schema;

/// <summary>What an administrator may have set for a whole server or database is kept away from the store, or refused.</summary>
public sealed class DatabaseSettingsTests
{
    [MariaDbFact]
    public async Task What_is_not_committed_is_not_read_where_the_server_would_show_it()
    {
        await using var database = await Engine.CreateAsync("mysql");

        // Kept open, as what a connection was told when it was opened it keeps, in a pool as well.
        await using var stranger = await database.ConnectAsync();
        await ExecuteAsync("SET GLOBAL tx_isolation = 'READ-UNCOMMITTED'");
        try
        {
            await using var store = database.Open();
            var manager = new SessionManager(store);
            await manager.CreateAsync(new NewSession { Id = "s", DisplayName = "before" });
            await ExecuteAsync("START TRANSACTION");
            await ExecuteAsync("UPDATE sessions SET display_name = 'after'");
            (await manager.CountAsync(SessionField.DisplayName.EqualTo("before"))).Should().Be(1);
            (await manager.CountAsync(SessionField.DisplayName.EqualTo("after"))).Should().Be(0);
            await ExecuteAsync("ROLLBACK");
        }
        finally
        {
            await ExecuteAsync("SET GLOBAL tx_isolation = 'REPEATABLE-READ'");
        }

        async Task ExecuteAsync(string statement)
        {
            await using var command = stranger.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task An_SQLite_database_whose_texts_do_not_sort_by_code_point_is_refused()
    {
        await using var database = await Engine.CreateAsync("sqlite");
        await database.ExecuteAsync("PRAGMA encoding = 'UTF-16'; CREATE TABLE other (x)");
        SqliteConnection.ClearAllPools();
        await using var store = SqliteStores.Open(database.Connection);
        await store.Awaiting(self => self.MigrateAsync().AsTask()).Should().ThrowAsync<SessionStoreNotReadyException>().WithMessage("*UTF-16*");
    }
}
