namespace Sessions.Stores.Files;

/// <summary>
/// The catalog of a store directory, for one user of it: a table in memory that follows the file, what this writer is
/// changing, and one timer that sums up what has come to rest.
/// </summary>
/// <remarks>
/// Locks are taken in this order: settling, reading, the catalog's lock, then none. Sessions are opened under the first two
/// at most.
/// </remarks>
internal sealed partial class Catalog : ICatalog
{
    /// <summary>Who marks what cannot be opened: a writer that never lives, so that everybody looks again.</summary>
    internal const string Nobody = "-";

    private readonly string _directory;
    private readonly FileLockSet _locks;
    private readonly ICatalogSource _source;
    private readonly CatalogOptions _options;
    private readonly string _writer = Guid.NewGuid().ToString("N");
    private readonly OwnChanges _own;
    private readonly CatalogAppender _appender;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly SemaphoreSlim _settling = new(1, 1);
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stop = new();
    private WriterLiveness? _alive;
    private CatalogTail? _tail;
    private long _announcedOn;
    private int _awake;
    private int _writeFailed;
    private int _readFailed;
    private int _disposed;

    /// <param name="directory">The store's directory, which exists.</param>
    /// <param name="locks">Its locks; they outlive the catalog.</param>
    /// <param name="source">The sessions.</param>
    /// <param name="options">How to work.</param>
    public Catalog(string directory, FileLockSet locks, ICatalogSource source, CatalogOptions? options = null)
    {
        _directory = directory;
        _locks = locks;
        _source = source;
        _options = options ?? new CatalogOptions();
        _own = new OwnChanges(Wake);
        _appender = new CatalogAppender(directory, _writer, _options);
        _timer = _options.Timers.CreateTimer(
            static state => _ = ((Catalog)state!).BeatAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Writes out what is to be told, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        try
        {
            await SettleAsync(everything: true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (LogErrors.IsOfSystem(error))
        {
            // A disk that takes no more keeps nobody from closing. The marks stay: whoever lists next looks for himself.
            Failed(ref _writeFailed, error);
        }

        await CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Ends as a process that dies would: nothing more is written, and its marks stay.</summary>
    internal async ValueTask AbandonAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await CloseAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask CloseAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);

        // Whoever is in goes on to its end; nobody comes in after.
        await _settling.WaitAsync().ConfigureAwait(false);
        await _reading.WaitAsync().ConfigureAwait(false);
        try
        {
            using var hold = await _locks.AcquireAsync(FileLockSet.Catalog).ConfigureAwait(false);
            CloseFiles();
        }
        catch (Exception error) when (LogErrors.IsOfSystem(error))
        {
            // Where the lock cannot be had, nobody of this writer's is in.
            CloseFiles();
        }

        // Who still waits comes in and finds it closed.
        _reading.Release();
        _settling.Release();
    }

    private void CloseFiles()
    {
        _appender.Dispose();
        _tail?.Dispose();
        _alive?.Dispose();
        _marking.Dispose();
    }

    /// <summary>Under the catalog's lock: makes the newest generation the one to append to, and takes the marks along.</summary>
    private void EnsureCurrent()
    {
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
        _alive ??= WriterLiveness.Announce(_directory, _writer);
        _appender.EnsureCurrent();
        if (_appender.Generation == _announcedOn)
        {
            return;
        }

        using var lines = new CatalogLines();
        foreach (var change in _own.All)
        {
            lock (change)
            {
                if (change.IsMarked)
                {
                    lines.Mark(change.Key, _writer);
                }
            }
        }

        if (lines.Length > 0)
        {
            _appender.Append(lines.Bytes);
        }

        _announcedOn = _appender.Generation;
    }
}
