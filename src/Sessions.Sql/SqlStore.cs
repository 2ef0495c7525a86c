using System.Data.Common;
using Sessions.Stores;

namespace Sessions.Sql;

/// <summary>
/// Sessions in tables of a database, that a person can read with an ordinary client. Any number of processes and machines can use
/// one database at once.
/// </summary>
/// <remarks>
/// <para>An answered commit is as durable as a transaction of the database is. Commits that come together are written together:
/// each caller is answered when his own is there.</para>
/// <para>The database's clock decides what has expired and which lease is held.</para>
/// </remarks>
public sealed partial class SqlStore : ISessionStore
{
    private readonly DbDataSource _source;
    private readonly bool _ownsSource;
    private readonly SqlStoreOptions _options;
    private readonly SqlDialect _dialect;
    private readonly SqlClock _clock;
    private readonly SqlStatements _statements;
    private readonly SqlConnections _connections;
    private readonly SqlConnections _queries;
    private readonly SqlLane _lane;
    private readonly SqlEntries _entries;
    private readonly SqlTails _tails;
    private volatile bool _disposed;
    private volatile bool _metReadOnly;

    /// <summary>Opens the store. The database is not spoken to before the first call.</summary>
    /// <param name="source">Where connections come from; whoever made it disposes of it.</param>
    /// <param name="engine">What is at the other end.</param>
    /// <param name="options">Settings; the defaults when left out.</param>
    /// <param name="time">A clock that decides instead of the database's; null, or the machine's, leaves it to the database.</param>
    /// <exception cref="ArgumentException">A setting is out of its bounds, or the source multiplexes, as Npgsql's can.</exception>
    public SqlStore(DbDataSource source, SqlEngine engine, SqlStoreOptions? options = null, TimeProvider? time = null)
        : this(source, SqlDialect.Of(engine), options ?? new SqlStoreOptions(), time, ownsSource: false)
    {
    }

    internal SqlStore(DbDataSource source, SqlDialect dialect, SqlStoreOptions options, TimeProvider? time, bool ownsSource)
    {
        ArgumentNullException.ThrowIfNull(source);
        SqlStoreRules.Check(options);
        SqlStoreRules.Check(dialect, source, nameof(source));
        SqlStoreRules.Check(dialect, options.QueryDataSource, nameof(options));
        _source = source;
        _ownsSource = ownsSource;
        _options = options;
        _dialect = dialect;
        _clock = new SqlClock(dialect.Blocks ? time ?? TimeProvider.System : time == TimeProvider.System ? null : time, dialect);
        _statements = new SqlStatements(dialect, _clock.Expression);
        _connections = new SqlConnections(source, dialect, options.MaxConnections, options.PrepareStatements);
        _queries = options.QueryDataSource is { } replica
            ? new SqlConnections(replica, dialect, options.MaxConnections, options.PrepareStatements)
            : _connections;
        _lane = new SqlLane(WriteGroupAsync, Math.Min(dialect.Writers, options.MaxConnections), dialect.Blocks);
        _entries = new SqlEntries(options.MaxCachedSessions);
        _tails = new SqlTails(options.MessageCacheSize);
    }

    /// <inheritdoc/>
    public string Name => _dialect.Name;

    /// <inheritdoc/>
    public DateTimeOffset UtcNow => Instants.ToOffset(_clock.Now);

    /// <summary>Taken around each transaction that writes, where processes must not meet in the engine itself.</summary>
    internal Func<CancellationToken, ValueTask<IDisposable>>? ProcessLock { get; init; }

    /// <summary>Says why the connections lead nowhere any more; null while they do not. Asked by whoever takes one.</summary>
    internal Func<SessionException?>? Lost
    {
        init => _connections.Lost = value;
    }

    /// <summary>Entered by whoever uses a connection, where the engine can serve one at a time only.</summary>
    internal SemaphoreSlim? Gate
    {
        init => _connections.Gate = value;
    }

    /// <summary>Runs when everything is closed.</summary>
    internal Func<ValueTask>? Closing { get; init; }

    /// <inheritdoc/>
    public object? GetService(Type serviceType)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Closes the connections. Calls after it are refused, and whoever waits is told.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _entries.SignalAll();
        await _connections.DisposeAsync().ConfigureAwait(false);
        if (_queries != _connections)
        {
            await _queries.DisposeAsync().ConfigureAwait(false);
        }

        if (Closing is not null)
        {
            await Closing().ConfigureAwait(false);
        }

        if (_ownsSource)
        {
            await _source.DisposeAsync().ConfigureAwait(false);
        }
    }
}
