using Sessions.Stores.Files;

namespace Sessions.Sqlite;

/// <summary>
/// The database's file as a store came to know it when it first opened it. SQLite never looks at the path again: where the file was
/// deleted, moved or replaced, it goes on in what nobody else will find.
/// </summary>
internal sealed class SqliteFile(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private FileIdentity? _known;

    // A store may be without any connection for a while, when one was given up.
    private FilePin? _pin;
    private long _epoch;
    private volatile bool _isLost;

    /// <summary>Why the store does nothing more; null while it has its file.</summary>
    /// <remarks>
    /// For good: what this process knows of sessions may be of another life than what the file that is put back holds, and a file
    /// made anew by itself would hide that the old one is gone.
    /// </remarks>
    public SessionStoreUnavailableException? Refusal => _isLost
        ? new SessionStoreUnavailableException(
            $"The database {path} was deleted, moved or replaced while this store had it open. The store does nothing more: it would go into a file that nobody finds. " +
            "Put the right file in its place, with its -wal where there is one, and open the store anew, or start the app again.")
        : null;

    /// <summary>What the path leads to; null where nothing is there. Where a system tells no more, whatever is there is the same.</summary>
    public FileIdentity? Find() => OperatingSystem.IsWindows()
        ? File.Exists(path) ? default(FileIdentity) : null
        : FileIdentity.TryGet(path, out var found) ? found : null;

    /// <summary>Looks where the path leads, once for each time that the kernel gave the lock between processes. For who holds it.</summary>
    public void Look(in LockHold hold)
    {
        var epoch = hold.Epoch;
        if (epoch != _epoch)
        {
            Look();
            _epoch = epoch;
        }
    }

    /// <summary>Looks where the path leads.</summary>
    public void Look()
    {
        lock (_gate)
        {
            LoseUnless(_known is null || Find() == _known);
        }
    }

    /// <summary>Whether a connection opened the store's file, where the path led to the same one before and after that.</summary>
    public bool Admits(FileIdentity? before)
    {
        lock (_gate)
        {
            var after = Find();
            if (after is null || after != before)
            {
                return false;
            }

            if (_known is null)
            {
                _pin = FilePin.TryTake(path, after.Value);
                if (_pin is null)
                {
                    return false;
                }

                _known = after;
            }

            LoseUnless(after == _known);
            return !_isLost;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _pin?.Dispose();
        }
    }

    private void LoseUnless(bool isThere)
    {
        if (!isThere)
        {
            _isLost = true;
            _pin?.Dispose();
        }
    }
}
