using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Sessions.Sql;

namespace Sessions.PostgreSql;

/// <summary>Opens stores in PostgreSQL.</summary>
public static class PostgreSqlStores
{
    /// <summary>Opens the store in a database. It is not spoken to before the first call.</summary>
    /// <param name="connectionString">The connection string, as Npgsql has it.</param>
    /// <param name="options">Settings; the defaults when left out.</param>
    /// <param name="time">A clock that decides instead of the database's; null, or the machine's, leaves it to the database.</param>
    /// <returns>The store. It closes its connections when it is disposed of.</returns>
    public static SqlStore Open(string connectionString, SqlStoreOptions? options = null, TimeProvider? time = null) =>
        Open(connectionString, options ?? new SqlStoreOptions(), time, NullLogger.Instance);

    internal static SqlStore Open(string connectionString, SqlStoreOptions options, TimeProvider? time, ILogger logger)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var feed = new PostgreSqlFeed(connectionString, options.PrepareStatements, error => Log.FeedFailed(logger, options.PollingInterval, error));
        var store = new SqlStore(NpgsqlDataSource.Create(connectionString), new PostgreSqlDialect(), options, time, ownsSource: true)
        {
            IsTold = () => feed.Hears,
            Changed = feed.Tell,
            Closing = feed.DisposeAsync,
        };
        feed.Wake(store);
        return store;
    }
}
