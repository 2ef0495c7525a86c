using Npgsql;
using Sessions.Sql.Tests.Feed;
using Sessions.TestServers;

namespace Sessions.Sql.Tests.Robustness;

/// <summary>Holds the lock of a session's row on PostgreSQL until it is disposed of, as a stranger's transaction may.</summary>
internal sealed class HeldRow : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;

    private HeldRow(NpgsqlDataSource source, NpgsqlConnection connection) => (_source, _connection) = (source, connection);

    /// <summary>Takes the lock.</summary>
    /// <param name="database">The database.</param>
    /// <param name="session">The session's key in its table; null for the whole table, so that nobody reads it either.</param>
    public static async Task<HeldRow> HoldAsync(TestDatabase database, string? session)
    {
        var source = NpgsqlDataSource.Create(database.ConnectionString);
        var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(
            session is null ? "BEGIN; LOCK TABLE sessions IN ACCESS EXCLUSIVE MODE" : $"BEGIN; SELECT 1 FROM sessions WHERE session = '{session}' FOR UPDATE", connection);
        await command.ExecuteNonQueryAsync();
        return new HeldRow(source, connection);
    }

    /// <summary>Waits until so many wait for a lock in this database.</summary>
    public async Task WaitForWaitersAsync(int count) => await FeedWatcher.UntilAsync(() =>
    {
        using var command = _source.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        return (long)command.ExecuteScalar()! >= count;
    });

    public async ValueTask DisposeAsync()
    {
        await using (var command = new NpgsqlCommand("COMMIT", _connection))
        {
            await command.ExecuteNonQueryAsync();
        }

        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }
}
