using Sessions.Stores.Files;

namespace Sessions.Stores.Jsonl;

/// <summary>
/// Sessions as files that a person can read: one a session, one JSON object a line, one line a commit. Several processes of one
/// machine can use a directory at once.
/// </summary>
/// <remarks>
/// <para>An answered commit survives the death of the process; with <see cref="JsonlStoreOptions.FlushToDisk"/> also a loss of
/// power. A last line that a death tore is cut, its bytes kept beside; any other damage makes that one session fail.</para>
/// <para>The directory must be on a local disk. Delete sessions through the store, not by removing their files while it is in use.</para>
/// </remarks>
public sealed class JsonlStore : ISessionStore, ICompactingStore
{
    private readonly FileEngine _engine;

    /// <summary>Opens the store in a directory, which is made where it is missing.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="options">Its settings; the defaults when left out.</param>
    /// <param name="time">The clock; the machine's when left out.</param>
    /// <exception cref="SessionStoreNotReadyException">The directory cannot be used, is on a network file system, or holds another kind or format of store.</exception>
    public JsonlStore(string path, JsonlStoreOptions? options = null, TimeProvider? time = null)
        : this(path, options ?? new JsonlStoreOptions(), time ?? TimeProvider.System, new FileEvents())
    {
    }

    internal JsonlStore(string path, JsonlStoreOptions options, TimeProvider time, FileEvents events, DateTime? machineStart = null)
    {
        FileStoreRules.Check(path);
        FileStoreRules.Check(options.MaxOpenSessions, options.LockTimeout, nameof(options));
        FileStoreRules.CheckHorizon(options.HorizonAge, options.HorizonVersions, nameof(options));
        _engine = new FileEngine(
            new JsonlLayout(Path.GetFullPath(path)),
            "jsonl",
            new FileEngineOptions
            {
                Flush = options.FlushToDisk,
                MaxOpenLogs = options.MaxOpenSessions,
                LockTimeout = options.LockTimeout,
                Events = events,
                Horizon = Horizon.Of(options.HorizonAge, options.HorizonVersions),
                MachineStart = machineStart ?? MachineStart.Find(),
            },
            time);
    }

    /// <inheritdoc/>
    public string Name => "jsonl";

    /// <inheritdoc/>
    public DateTimeOffset UtcNow => Instants.ToOffset(_engine.Now);

    /// <inheritdoc/>
    public ValueTask<CommitResult> CommitAsync(
        SessionKey key, CommitDecision decide, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        _engine.CommitAsync(key, decide, options, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Session?> UseAsync(SessionKey key, SessionUse use, CancellationToken cancellationToken = default) =>
        _engine.UseAsync(key, use, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Session?> FindAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        _engine.FindAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LogPage?> ReadLogAsync(
        SessionKey key, long afterVersion, int limit, CancellationToken cancellationToken = default) =>
        _engine.ReadLogAsync(key, afterVersion, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Message>?> ReadMessagesAsync(
        SessionKey key, MessageRange range, CancellationToken cancellationToken = default) =>
        _engine.ReadMessagesAsync(key, range, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SessionPage> QueryAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        _engine.Catalog.QueryAsync(query, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(string? partition, SessionFilter filter, CancellationToken cancellationToken = default) =>
        _engine.Catalog.CountAsync(partition, filter, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Session?> FindByInvocationAsync(
        string partition, string invocationId, CancellationToken cancellationToken = default) =>
        _engine.FindByInvocationAsync(partition, invocationId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(SessionKey key, string? incarnation = null, CancellationToken cancellationToken = default) =>
        _engine.DeleteAsync(key, incarnation, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RemovedSession>> TakeAsync(
        CleanupRule rule, int limit, CancellationToken cancellationToken = default) =>
        _engine.TakeAsync(rule, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Session> ImportAsync(
        SessionKey key, IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default) =>
        _engine.ImportAsync(key, commits, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RemovalReason?> WaitAsync(
        SessionKey key, string incarnation, long version, CancellationToken cancellationToken = default) =>
        _engine.WaitAsync(key, incarnation, version, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> CompactAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        _engine.CompactAsync(key, cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Writes out what is still to be told to lists, and closes all files. Calls after it are refused.</summary>
    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
