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
    /// <param name="path">
    /// The database's file, or the directory of a file <c>sessions.db</c>. A text with an equals sign in it is a connection string
    /// of Microsoft.Data.Sqlite, such as <c>Data Source=name;Mode=Memory;Cache=Shared</c>. SQLite's addresses are understood too,
    /// <c>file:/path</c> or <c>file:name?mode=memory&amp;cache=shared</c>, with no other parameters than mode and cache.
    /// </param>
    /// <param name="options">Settings; the defaults when left out.</param>
    /// <param name="time">The clock; the machine's when left out.</param>
    /// <returns>The store. It closes its connections when it is disposed of.</returns>
    /// <exception cref="ArgumentException">The text is a connection string or an address that the store cannot use.</exception>
    /// <exception cref="SessionStoreNotReadyException">The directory cannot be made.</exception>
    public static SqlStore Open(string path, SqliteStoreOptions? options = null, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Open(SqliteAddress.Read(path), options ?? new SqliteStoreOptions(), time);
    }

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

        return new SqlStore(Source(connection, options, file: null), new SqliteDialect { Runner = new SqliteRunner() }, options, time ?? TimeProvider.System, ownsSource: true)
        {
            Gate = InMemory.GetOrAdd(connection.DataSource, static _ => new SemaphoreSlim(1, 1)),
        };
    }

    private static SqlStore OnDisk(SqliteConnectionStringBuilder connection, SqliteStoreOptions options, TimeProvider? time)
    {
        // Wherever the process goes: the lock files stay beside the database. The store keeps connections itself; those of the
        // provider's pool outlive it, with a file that may have gone by the time that another store opens the path.
        var path = Path.GetFullPath(connection.DataSource);
        (connection.DataSource, connection.Pooling) = (path, false);
        var locks = OpenLocks(path, options.LockTimeout);
        var file = new SqliteFile(path);
        return new SqlStore(Source(connection, options, file), new SqliteDialect { Runner = new SqliteRunner() }, options, time ?? TimeProvider.System, ownsSource: true)
        {
            ProcessLock = async token => await EnterAsync(locks, file, token).ConfigureAwait(false),
            Lost = () => file.Refusal,
            Closing = () =>
            {
                file.Dispose();
                locks.Dispose();
                return ValueTask.CompletedTask;
            },
        };
    }

    /// <summary>Whether the file is still there the store asks next, when it takes a connection.</summary>
    private static async ValueTask<LockHold> EnterAsync(FileLockSet locks, SqliteFile file, CancellationToken cancellationToken)
    {
        LockHold hold;
        try
        {
            hold = await locks.AcquireAsync(FileLockSet.Catalog, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionStoreUnavailableException error)
        {
            // Where the locks are gone the database often is too, and then that is the answer.
            file.Look();
            throw file.Refusal ?? error;
        }

        try
        {
            file.Look(hold);
            return hold;
        }
        catch
        {
            hold.Release();
            throw;
        }
    }

    private static FileLockSet OpenLocks(string file, TimeSpan timeout)
    {
        try
        {
            // SQLite follows a link too, so that whoever comes by it meets those who come by the file.
            var place = new FileInfo(file) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : file;
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            return FileLockSet.Open($"{place}-sessions", timeout);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SessionStoreNotReadyException(
                $"The database {file} cannot be opened: {error.Message} Give the path of a file in a directory that this process may write to.", error);
        }
    }

    private static SqliteDataSource Source(SqliteConnectionStringBuilder connection, SqliteStoreOptions options, SqliteFile? file) =>
        new(connection.ConnectionString, options.FlushToDisk, connection.Password.Length > 0, file);

    private static bool IsInMemory(SqliteConnectionStringBuilder connection) =>
        connection.Mode == SqliteOpenMode.Memory || connection.DataSource is ":memory:" or "";
}
