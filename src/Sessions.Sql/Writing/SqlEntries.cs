using System.Collections.Concurrent;

namespace Sessions.Sql;

/// <summary>
/// The sessions that this process knows, the most recently used of them. Two generations: what is asked for again moves to the
/// younger one, and the older is dropped when that is full, but for those at work.
/// </summary>
internal sealed class SqlEntries(int capacity)
{
    private readonly Lock _lock = new();
    private ConcurrentDictionary<string, SqlEntry> _young = new();
    private ConcurrentDictionary<string, SqlEntry> _old = new();
    private int _count;

    public SqlEntry? Find(string row) => _young.TryGetValue(row, out var entry) || _old.TryGetValue(row, out entry) ? entry : null;

    public SqlEntry Get(SessionKey key)
    {
        var row = SqlKeys.RowOf(key);
        if (_young.TryGetValue(row, out var entry))
        {
            return entry;
        }

        lock (_lock)
        {
            if (_young.TryGetValue(row, out entry))
            {
                return entry;
            }

            entry = _old.TryRemove(row, out var known) ? known : new SqlEntry(key, row);
            _young[row] = entry;
            if (++_count > capacity / 2)
            {
                Age();
            }

            return entry;
        }
    }

    /// <summary>Everything may have changed: who waits looks again.</summary>
    public void SignalAll()
    {
        foreach (var (_, entry) in _young)
        {
            entry.Signal();
        }

        foreach (var (_, entry) in _old)
        {
            entry.Signal();
        }
    }

    private void Age()
    {
        var young = new ConcurrentDictionary<string, SqlEntry>();
        foreach (var (row, entry) in _old)
        {
            if (!entry.IsIdle)
            {
                young[row] = entry;
            }
        }

        _old = _young;
        _young = young;
        _count = young.Count;
    }
}
