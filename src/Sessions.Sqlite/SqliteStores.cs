using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Sessions.Sql;
using Sessions.Stores.Files;

namespace Sessions.Sqlite;

/// <summary>Opens stores in SQLite.</summary>
public static class SqliteStores
{
    // In memory whoever reads meets whoever writes, in the engine's own lock: so one at a time, whichever store asks.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> InMemory = new(StringComparer.Ordinal);

    /// <summary>Opens the store in a database, which is made where it is missing.</summary>
    /// <param name="path">The database's file, or a connection string of Microsoft.Data.Sqlite, such as one of a database in shared memory.</param>
    /// <param name="options">Settings; the defaults when left out.</param>
    /// <param name="time">The clock; the machine's when left out.</param>
    /// <returns>The store. It closes its connections when it is disposed of.</returns>
    public static SqlStore Open(string path, SqliteStoreOptions? options = null, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new SqliteStoreOptions();
        var connection = path.Contains('=', StringComparison.Ordinal)
            ? new SqliteConnectionStringBuilder(path)
            : new SqliteConnectionStringBuilder { DataSource = path };
        var source = new SqliteDataSource(connection.ConnectionString, options.FlushToDisk);
        return IsInMemory(connection)
            ? new SqlStore(source, new SqliteDialect { Runner = new SqliteRunner() }, options.Sql, time ?? TimeProvider.System, ownsSource: true)
            {
                Gate = InMemory.GetOrAdd(connection.DataSource, static _ => new SemaphoreSlim(1, 1)),
            }
            : OnDisk(connection, source, options, time);
    }

    private static SqlStore OnDisk(SqliteConnectionStringBuilder connection, SqliteDataSource source, SqliteStoreOptions options, TimeProvider? time)
    {
        var file = Path.GetFullPath(connection.DataSource);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var locks = FileLockSet.Open($"{file}-sessions", options.LockTimeout);
        return new SqlStore(source, new SqliteDialect { Runner = new SqliteRunner() }, options.Sql, time ?? TimeProvider.System, ownsSource: true)
        {
            ProcessLock = async token => await locks.AcquireAsync(FileLockSet.Catalog, token).ConfigureAwait(false),
            Closing = () =>
            {
                locks.Dispose();
                return ValueTask.CompletedTask;
            },
        };
    }

    private static bool IsInMemory(SqliteConnectionStringBuilder connection) =>
        connection.Mode == SqliteOpenMode.Memory || connection.DataSource == ":memory:";
}
