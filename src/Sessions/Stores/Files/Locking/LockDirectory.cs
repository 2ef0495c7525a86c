using Microsoft.Win32.SafeHandles;

namespace Sessions.Stores.Files;

/// <summary>The locks of one store directory, shared by all that use it within the process.</summary>
internal sealed class LockDirectory
{
    private readonly StripeLock[] _locks = new StripeLock[FileLockSet.Stripes + 1];

    // Open so that the directory's identity, by which the registry knows it, is given to no other while it is in use.
    private readonly SafeFileHandle? _directory;

    public LockDirectory(string directory, SafeFileHandle? handle)
    {
        _directory = handle;
        string locks = Path.Combine(directory, "locks");
        for (int stripe = 0; stripe < FileLockSet.Stripes; stripe++)
        {
            _locks[stripe] = new StripeLock(Path.Combine(locks, stripe.ToString("x2")), LockKeeper.Shared);
        }

        _locks[FileLockSet.Catalog] = new StripeLock(Path.Combine(locks, "catalog"), LockKeeper.Shared);
    }

    /// <summary>How many opened it. The registry's.</summary>
    public int References { get; set; }

    /// <summary>One of the locks.</summary>
    public StripeLock this[int stripe] => _locks[stripe];

    /// <summary>Ends all waiting and gives everything back.</summary>
    public void Close()
    {
        foreach (StripeLock @lock in _locks)
        {
            @lock.Close();
        }

        _directory?.Dispose();
    }
}
