namespace Sessions.Stores.Files;

/// <summary>
/// What all file stores do alike: one log a session, several processes on one directory. What lies where is the layout's.
/// </summary>
internal sealed partial class FileEngine : ICatalogSource, IAsyncDisposable
{
    private readonly MonotoneClock _clock;
    private readonly SessionLogs _logs;
    private volatile bool _disposed;
    private volatile bool _closed;

    public FileEngine(IFileLayout layout, string kind, FileEngineOptions options, TimeProvider time)
    {
        Layout = layout;
        Options = options;
        Repair = new LogRepair(options);
        _clock = new MonotoneClock(time);
        _logs = new SessionLogs(this, options.MaxOpenLogs);
        StoreFile.Ready(layout.Root, kind);
        Links = new LinkIndex(layout.IndexDirectory);
        Locks = FileLockSet.Open(layout.Root, options.LockTimeout);
        Compactor = new Compactor(this);
        Catalog = new Catalog(
            layout.Root,
            Locks,
            this,
            new CatalogOptions
            {
                FlushToDisk = options.Flush,
                OnFlush = options.Events.Flushing,
                OnFailed = error => options.Events.CatalogFailed(layout.Root, error),
            });
    }

    public IFileLayout Layout { get; }

    public FileEngineOptions Options { get; }

    public FileLockSet Locks { get; }

    public ICatalog Catalog { get; }

    public Compactor Compactor { get; }

    public LinkIndex Links { get; }

    public LogRepair Repair { get; }

    public RecentRemovals Removals { get; } = new();

    /// <inheritdoc/>
    public long Now => _clock.Now;

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await Compactor.DisposeAsync().ConfigureAwait(false);

        // The catalog still looks at sessions while it sums them up.
        await Catalog.DisposeAsync().ConfigureAwait(false);
        _closed = true;
        _logs.CloseAll();
        Links.Dispose();
        Locks.Dispose();
    }

    /// <summary>Has an operation done under the lock of its session: at once where nobody else is at work there.</summary>
    private void Start(SessionKey key, LogOperation operation)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var log = _logs.Get(key);
            switch (log.Enter(operation))
            {
                case LogEntrance.Leads:
                    log.Lead(operation);
                    return;
                case LogEntrance.Queued:
                    return;
                default:
                    Thread.Yield();
                    break;
            }
        }
    }

    /// <summary>Does something under the lock of a session, with everything written that was planned before it.</summary>
    public ValueTask<T> RunAsync<T>(SessionKey key, LockedOperation<T>.Work work, CancellationToken cancellationToken)
    {
        var operation = new LockedOperation<T>(work);
        Start(key, operation);
        return operation.AsTask(cancellationToken);
    }
}
