using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Sessions.Sql;
using Sessions.Stores.Files;

namespace Sessions.Sqlite;

/// <summary>Opens stores in SQLite.</summary>
public static class SqliteStores
{
    private const string DefaultFile = "sessions.db";

    // In memory whoever reads meets whoever writes, in the engine's own lock: so one at a time, whichever store asks.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> InMemory = new(StringComparer.Ordinal);

    /// <summary>Opens the store in a database, which is made where it is missing.</summary>
    /// <param name="path">
    /// The database's file, or the directory of a file <c>sessions.db</c>. A text with an equals sign in it is a connection string
    /// of Microsoft.Data.Sqlite, such as one of a database in shared memory.
    /// </param>
    /// <param name="options">Settings; the defaults when left out.</param>
    /// <param name="time">The clock; the machine's when left out.</param>
    /// <returns>The store. It closes its connections when it is disposed of.</returns>
    /// <exception cref="SessionStoreNotReadyException">The directory cannot be made.</exception>
    public static SqlStore Open(string path, SqliteStoreOptions? options = null, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Open(IsConnectionString(path) ? new SqliteConnectionStringBuilder(path) : At(path), options ?? new SqliteStoreOptions(), time);
    }

    internal static bool IsConnectionString(string path) => path.Contains('=', StringComparison.Ordinal);

    internal static SqliteConnectionStringBuilder At(string path) => new()
    {
        DataSource = path == SessionsStorageOptions.DefaultPath || Path.EndsInDirectorySeparator(path) || Directory.Exists(path)
            ? Path.Combine(path, DefaultFile)
            : path,
    };

    internal static SqlStore Open(SqliteConnectionStringBuilder connection, SqliteStoreOptions options, TimeProvider? time)
    {
        SqlStoreRules.Check(options);
        if (options.LockTimeout < TimeSpan.Zero || options.LockTimeout > TimeSpan.FromDays(24))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.LockTimeout, "LockTimeout is zero (do not wait) to 24 days.");
        }

        return IsInMemory(connection) ? InSharedMemory(connection, options, time) : OnDisk(connection, options, time);
    }

    private static SqlStore InSharedMemory(SqliteConnectionStringBuilder connection, SqliteStoreOptions options, TimeProvider? time)
    {
        // Without a name, or not shared, each connection would have a database of its own.
        if (connection.DataSource is "" or ":memory:" || connection.Cache != SqliteCacheMode.Shared)
        {
            (connection.DataSource, connection.Mode, connection.Cache) = ($"sessions-{Guid.NewGuid():N}", SqliteOpenMode.Memory, SqliteCacheMode.Shared);
        }

        return new SqlStore(Source(connection, options), new SqliteDialect { Runner = new SqliteRunner() }, options, time ?? TimeProvider.System, ownsSource: true)
        {
            Gate = InMemory.GetOrAdd(connection.DataSource, static _ => new SemaphoreSlim(1, 1)),
        };
    }

    private static SqlStore OnDisk(SqliteConnectionStringBuilder connection, SqliteStoreOptions options, TimeProvider? time)
    {
        var file = Path.GetFullPath(connection.DataSource);
        var locks = OpenLocks(file, options.LockTimeout);
        return new SqlStore(Source(connection, options), new SqliteDialect { Runner = new SqliteRunner() }, options, time ?? TimeProvider.System, ownsSource: true)
        {
            ProcessLock = async token => await locks.AcquireAsync(FileLockSet.Catalog, token).ConfigureAwait(false),
            Closing = () =>
            {
                locks.Dispose();
                return ValueTask.CompletedTask;
            },
        };
    }

    private static FileLockSet OpenLocks(string file, TimeSpan timeout)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return FileLockSet.Open($"{file}-sessions", timeout);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SessionStoreNotReadyException(
                $"The database {file} cannot be opened: {error.Message} Give the path of a file in a directory that this process may write to.", error);
        }
    }

    private static SqliteDataSource Source(SqliteConnectionStringBuilder connection, SqliteStoreOptions options) =>
        new(connection.ConnectionString, options.FlushToDisk);

    private static bool IsInMemory(SqliteConnectionStringBuilder connection) =>
        connection.Mode == SqliteOpenMode.Memory || connection.DataSource is ":memory:" or "";
}
