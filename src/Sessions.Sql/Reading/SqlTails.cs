namespace Sessions.Sql;

/// <summary>
/// The newest messages of the sessions that were read last, within a bound. Two generations: what is asked for again moves to the
/// younger one, and the older is dropped when that is full.
/// </summary>
/// <param name="capacity">How many bytes the messages may take, roughly.</param>
internal sealed class SqlTails(long capacity)
{
    private readonly Lock _lock = new();
    private Dictionary<string, SqlTail> _young = new(StringComparer.Ordinal);
    private Dictionary<string, SqlTail> _old = new(StringComparer.Ordinal);
    private long _size;

    public SqlTail? Find(string row)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(row, out var tail))
            {
                return tail;
            }

            if (_old.Remove(row, out tail))
            {
                Put(row, tail);
            }

            return tail;
        }
    }

    public void Keep(string row, SqlTail tail)
    {
        // One that takes a good part of all would drive the others out.
        if (tail.Size <= MaxSize)
        {
            lock (_lock)
            {
                Put(row, tail);
            }
        }
    }

    /// <summary>A session was written: what is known of it goes along, where it was planned on that.</summary>
    public void Follow(SqlWrite write)
    {
        if (Find(write.Row) is not { } tail)
        {
            return;
        }

        var next = write.Before?.Revision == tail.Revision ? tail.After(write, MaxSize) : null;
        lock (_lock)
        {
            if (next is not null && next.Size <= MaxSize)
            {
                Put(write.Row, next);
            }
            else if (_young.Remove(write.Row, out var gone))
            {
                _size -= gone.Size;
            }
        }
    }

    private long MaxSize => capacity / 16;

    private void Put(string row, SqlTail tail)
    {
        if (_young.Remove(row, out var former))
        {
            _size -= former.Size;
        }

        _old.Remove(row);
        if (_size + tail.Size > capacity / 2)
        {
            (_old, _young, _size) = (_young, new Dictionary<string, SqlTail>(StringComparer.Ordinal), 0);
        }

        _young[row] = tail;
        _size += tail.Size;
    }
}
