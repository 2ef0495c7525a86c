namespace Sessions.Stores.Files;

/// <summary>
/// The locks of a store directory, for one user of it. They keep tasks of this process and other processes of this machine
/// apart: <see cref="Stripes"/> for sessions, chosen by <see cref="StripeHash"/>, and one for the catalog.
/// Lock files are <c>locks/00</c> to <c>locks/3f</c> and <c>locks/catalog</c>; they may be read at any time.
/// </summary>
/// <remarks>
/// Whoever needs the catalog and a stripe takes the catalog first; nobody takes two stripes. The locks are not reentrant.
/// Deleting lock files under a running store is harmful for as long as the uses under way last (some milliseconds):
/// whoever has an old file goes on alone, unaware of who comes through the new one. The next time that a process asks
/// the kernel, it sees that its file is gone and takes the new one; that a file was moved away, it sees within 100 ms.
/// </remarks>
internal sealed class FileLockSet : IDisposable
{
    /// <summary>How many stripes there are. Part of the format: never change it.</summary>
    public const int Stripes = 64;

    /// <summary>The lock of the catalog.</summary>
    public const int Catalog = Stripes;

    /// <summary>How long to wait at most, unless said otherwise.</summary>
    public static readonly TimeSpan DefaultBound = TimeSpan.FromSeconds(10);

    private readonly object _key;
    private readonly LockDirectory _shared;
    private readonly TimeSpan _bound;
    private int _disposed;

    private FileLockSet(object key, LockDirectory shared, TimeSpan bound)
    {
        _key = key;
        _shared = shared;
        _bound = bound;
    }

    /// <summary>Opens the locks of a directory, creating it when it is missing.</summary>
    /// <param name="directory">The directory of the store.</param>
    /// <param name="bound">How long to wait for a lock at most; <see cref="DefaultBound"/> when left out. Real time.</param>
    public static FileLockSet Open(string directory, TimeSpan? bound = null)
    {
        TimeSpan wait = bound ?? DefaultBound;
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero, nameof(bound));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wait, TimeSpan.FromMilliseconds(int.MaxValue), nameof(bound));

        string path = Path.GetFullPath(directory);
        Directory.CreateDirectory(Path.Combine(path, "locks"));
        (object key, LockDirectory shared) = LockRegistry.Enter(path);
        return new FileLockSet(key, shared, wait);
    }

    /// <summary>Takes a lock, waiting for it when others have it.</summary>
    /// <exception cref="OperationCanceledException"/>
    /// <exception cref="ObjectDisposedException"/>
    /// <remarks>
    /// First come, first served among those in this process. Throws <see cref="LockErrors.Busy"/> after the bound.
    /// Completes at once, without allocating, when nobody else wants it.
    /// </remarks>
    public ValueTask<LockHold> AcquireAsync(int stripe, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return _shared[stripe].AcquireAsync(_bound, cancellationToken);
    }

    /// <summary>Takes a lock if that needs no waiting.</summary>
    /// <exception cref="ObjectDisposedException"/>
    public bool TryAcquire(int stripe, out LockHold hold)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return _shared[stripe].TryAcquire(out hold);
    }

    /// <summary>
    /// The last one to dispose gives everything back: who waits then gets <see cref="ObjectDisposedException"/>,
    /// who is in stays in until it releases.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            LockRegistry.Exit(_key, _shared);
        }
    }
}
