using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Sessions.Sql;

namespace Sessions.PostgreSql;

/// <summary>Opens stores in PostgreSQL.</summary>
public static class PostgreSqlStores
{
    /// <summary>Of the feed's two connections one listens and one tells.</summary>
    private const int OfFeed = 2;

    /// <summary>Opens the store in a database. It is not spoken to before the first call.</summary>
    /// <param name="connectionString">The connection string, as Npgsql has it. <c>Multiplexing</c> is switched off: commits are gathered anyway.</param>
    /// <param name="options">Settings; the defaults when left out.</param>
    /// <param name="time">A clock that decides instead of the database's; null, or the machine's, leaves it to the database.</param>
    /// <returns>The store. It closes its connections when it is disposed of.</returns>
    public static SqlStore Open(string connectionString, SqlStoreOptions? options = null, TimeProvider? time = null) =>
        Open(connectionString, options ?? new SqlStoreOptions(), time, NullLogger.Instance);

    /// <summary>
    /// Opens the store in a database that the app connects to by itself, as it does with passwords that expire or with several hosts. It is not
    /// spoken to before the first call.
    /// </summary>
    /// <param name="source">
    /// Where connections come from: to a server that can be written to (<c>WithTargetSession</c>, where there are several hosts), not multiplexed. Whoever
    /// made it disposes of it, after the store. Two of its connections carry word of changes between processes, beside those of the store.
    /// </param>
    /// <param name="options">Settings; the defaults when left out.</param>
    /// <param name="time">A clock that decides instead of the database's; null, or the machine's, leaves it to the database.</param>
    /// <returns>The store. It gives its connections back when it is disposed of.</returns>
    /// <exception cref="ArgumentException">The source multiplexes, its pool is too small, or a setting is out of its bounds.</exception>
    public static SqlStore Open(NpgsqlDataSource source, SqlStoreOptions? options = null, TimeProvider? time = null) =>
        Open(source, options ?? new SqlStoreOptions(), time, NullLogger.Instance);

    internal static SqlStore Open(string connectionString, SqlStoreOptions options, TimeProvider? time, ILogger logger)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Multiplexing = false };

        // The feed's two connections stand beside the pool, which may be as small as the store.
        var beside = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false };
        return Open(NpgsqlDataSource.Create(settings), NpgsqlDataSource.Create(beside), options, time, logger, ownsSources: true);
    }

    internal static SqlStore Open(NpgsqlDataSource source, SqlStoreOptions options, TimeProvider? time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);

        // Those that the store and its feed once have, they keep: they would wait for each other's for ever.
        if (new NpgsqlConnectionStringBuilder(source.ConnectionString) is { Pooling: true } settings && settings.MaxPoolSize < options.MaxConnections + OfFeed)
        {
            throw new ArgumentException(
                $"The data source's pool has at most {settings.MaxPoolSize} connections, and the store may need {options.MaxConnections + OfFeed}: "
                + $"MaxConnections ({options.MaxConnections}) and {OfFeed} that carry word of changes. Raise Maximum Pool Size, or lower MaxConnections.",
                nameof(source));
        }

        return Open(source, source, options, time, logger, ownsSources: false);
    }

    private static SqlStore Open(
        NpgsqlDataSource source, NpgsqlDataSource ofFeed, SqlStoreOptions options, TimeProvider? time, ILogger logger, bool ownsSources)
    {
        var feed = new PostgreSqlFeed(ofFeed, ownsSources, options.PrepareStatements, error => Log.FeedFailed(logger, options.PollingInterval, error));
        var store = new SqlStore(source, new PostgreSqlDialect(), options, time, ownsSources)
        {
            IsTold = () => feed.Hears,
            Changed = feed.Tell,
            Closing = feed.DisposeAsync,
        };
        feed.Wake(store);
        return store;
    }
}
