using Sessions.Stores.Files;

namespace Sessions.Stores.FileSystem;

/// <summary>
/// Sessions as folders that people and tools look into. In each lies the log, <c>log.jsonl</c>, which is the session; beside it
/// what is written from it: <c>metadata.json</c>, <c>conversation.jsonl</c>, <c>invocations.json</c>, and in <c>invocations/</c>
/// a link to the folder of each tool's own record below the history root. Several processes of one machine can use a directory
/// at once.
/// </summary>
/// <remarks>
/// <para>An answered commit survives the death of the process; with <see cref="FileSystemStoreOptions.FlushToDisk"/> also a loss
/// of power. What is written from the log comes behind it, by about a second, and is complete once the store is disposed of. It
/// may be deleted at any time: it is made anew when the session next changes or the store is opened again. Changing it changes
/// no session.</para>
/// <para>An invocation that names no directory has <c>TOOL/INVOCATION</c> below the history root. One that names a directory
/// outside of it is refused with <see cref="ArgumentException"/>. Where a tool keeps no <c>record.jsonl</c> in its folder,
/// linking writes one with a line that names the session. Where the platform refuses symbolic links, a file
/// <c>INVOCATION.link.json</c> names the folder. All who use a directory give the same history root.</para>
/// <para>Deleting a session removes its folder, and of its invocations only the links. The directory must be on a local disk.
/// Delete sessions through the store, not by removing their folders while it is in use.</para>
/// </remarks>
public sealed class FileSystemStore : ISessionStore, ICompactingStore
{
    // A little less than the second that projections may be late, since writing them takes its time too.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(750);

    private readonly FileEngine _engine;
    private readonly InvocationGuard _guard;
    private readonly SessionProjection _projection;
    private readonly Projector? _projector;

    /// <summary>Opens the store in a directory, which is made where it is missing, as is the history root.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="historyPath">The history root: the directory below which tools keep the records of their invocations.</param>
    /// <param name="options">Its settings; the defaults when left out.</param>
    /// <param name="time">The clock; the machine's when left out.</param>
    /// <exception cref="ArgumentException">One of the two directories lies within the other.</exception>
    /// <exception cref="SessionStoreNotReadyException">A directory cannot be used, is on a network file system, or holds another kind or format of store.</exception>
    public FileSystemStore(string path, string historyPath, FileSystemStoreOptions? options = null, TimeProvider? time = null)
        : this(path, historyPath, options ?? new FileSystemStoreOptions(), time ?? TimeProvider.System, new FileEvents(), new ProjectorEvents())
    {
    }

    internal FileSystemStore(
        string path, string historyPath, FileSystemStoreOptions options, TimeProvider time, FileEvents events, ProjectorEvents projected)
    {
        FileStoreRules.Check(path);
        FileStoreRules.Check(historyPath);
        FileStoreRules.Check(options.MaxOpenSessions, options.LockTimeout, nameof(options));
        FileStoreRules.CheckHorizon(options.HorizonAge, options.HorizonVersions, nameof(options));
        var layout = new FileSystemLayout(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        var history = HistoryRoot.Open(historyPath, layout.Root);
        _engine = new FileEngine(
            layout,
            "filesystem",
            new FileEngineOptions
            {
                Flush = options.FlushToDisk,
                MaxOpenLogs = options.MaxOpenSessions,
                LockTimeout = options.LockTimeout,
                Events = events,
                Horizon = Horizon.Of(options.HorizonAge, options.HorizonVersions),
            },
            time);
        _guard = new InvocationGuard(history);
        _projection = new SessionProjection(layout, history, new EngineSource(_engine, layout), symbolicLinks: true);
        if (options.Projections)
        {
            // Real time, whatever clock decides what expires: files are written for those who look at them.
            _projector = new Projector(_projection, layout, Interval, options.CheckProjections, TimeProvider.System, projected);
        }
    }

    /// <inheritdoc/>
    public string Name => "filesystem";

    /// <inheritdoc/>
    public DateTimeOffset UtcNow => Instants.ToOffset(_engine.Now);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An invocation names a directory that is not below the history root.</exception>
    public ValueTask<CommitResult> CommitAsync(
        SessionKey key, CommitDecision decide, CommitOptions options = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        var committing = _engine.CommitAsync(key, _guard.Around(decide), options, cancellationToken);
        if (!committing.IsCompletedSuccessfully)
        {
            return ThenProjectAsync(committing, key);
        }

        _projector?.Changed(key);
        return committing;
    }

    /// <inheritdoc/>
    public async ValueTask<Session?> UseAsync(SessionKey key, SessionUse use, CancellationToken cancellationToken = default)
    {
        var view = await _engine.UseAsync(key, use, cancellationToken).ConfigureAwait(false);
        if (view is not null)
        {
            _projector?.Changed(key);
        }

        return view;
    }

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
    public async ValueTask<bool> DeleteAsync(SessionKey key, string? incarnation = null, CancellationToken cancellationToken = default)
    {
        var deleted = await _engine.DeleteAsync(key, incarnation, cancellationToken).ConfigureAwait(false);
        if (deleted)
        {
            await RemoveFolderAsync(key).ConfigureAwait(false);
        }

        return deleted;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RemovedSession>> TakeAsync(
        CleanupRule rule, int limit, CancellationToken cancellationToken = default)
    {
        var taken = await _engine.TakeAsync(rule, limit, cancellationToken).ConfigureAwait(false);
        if (!rule.DryRun)
        {
            foreach (var removed in taken)
            {
                await RemoveFolderAsync(removed.Session.Key).ConfigureAwait(false);
            }
        }

        return taken;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An invocation names a directory that is not below the history root.</exception>
    public async ValueTask<Session> ImportAsync(
        SessionKey key, IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commits);
        _guard.Check(commits);
        var view = await _engine.ImportAsync(key, commits, cancellationToken).ConfigureAwait(false);
        _projector?.Changed(key);
        return view;
    }

    /// <inheritdoc/>
    public ValueTask<RemovalReason?> WaitAsync(
        SessionKey key, string incarnation, long version, CancellationToken cancellationToken = default) =>
        _engine.WaitAsync(key, incarnation, version, cancellationToken);

    /// <summary>
    /// Writes now what would be written within a second: the projections of all that was committed through this store so far.
    /// Completes what opening the store began to check, too. Does nothing where projections are off.
    /// </summary>
    /// <param name="cancellationToken">Ends it; what is left is written in the background.</param>
    /// <exception cref="SessionStoreUnavailableException">Some could not be written; it is tried again in the background.</exception>
    public ValueTask FlushProjectionsAsync(CancellationToken cancellationToken = default) =>
        _projector?.FlushAsync(cancellationToken) ?? ValueTask.CompletedTask;

    /// <summary>
    /// Looks at the projections of every session and makes anew what is missing, behind, or was altered, as opening the store does.
    /// Does nothing where projections are off.
    /// </summary>
    /// <param name="cancellationToken">Ends it; what is left is done in the background.</param>
    /// <exception cref="SessionStoreUnavailableException">Some could not be written; it is tried again in the background.</exception>
    public ValueTask RepairProjectionsAsync(CancellationToken cancellationToken = default) =>
        _projector?.CheckAllAsync(cancellationToken) ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask<bool> CompactAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        var compacted = await _engine.CompactAsync(key, cancellationToken).ConfigureAwait(false);
        if (compacted)
        {
            // Its mark tells of the log's length.
            _projector?.Changed(key);
        }

        return compacted;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Writes all outstanding projections and what is still to be told to lists, and closes all files. Calls after it are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_projector is not null)
        {
            await _projector.DisposeAsync().ConfigureAwait(false);
        }

        _projection.Dispose();
        await _engine.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<CommitResult> ThenProjectAsync(ValueTask<CommitResult> committing, SessionKey key)
    {
        var result = await committing.ConfigureAwait(false);
        _projector?.Changed(key);
        return result;
    }

    /// <summary>A session is gone once its log is; a folder that cannot be removed now is no reason to say that it is not.</summary>
    private async ValueTask RemoveFolderAsync(SessionKey key)
    {
        if (_projector is not null)
        {
            await _projector.RemoveAsync(key).ConfigureAwait(false);
        }
        else
        {
            await _projection.RemoveAsync(key, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
