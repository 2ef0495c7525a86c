namespace Sessions.Stores.InMemory;

/// <summary>
/// A list that one writer at a time appends to while any number of readers walk it without a lock: items are never moved
/// once a published view tells of them, and readers ask only for those.
/// </summary>
internal sealed class AppendList<T>
{
    private const int FirstRoom = 4;
    private const int ChunkSize = 64;

    // Most lists are short: they live in one chunk that grows, and have no table of chunks before they fill it.
    private readonly long _start;
    private T[] _only = [];
    private Chunks? _chunks;

    public AppendList(long first = 0) => End = _start = first;

    /// <summary>The index of the oldest item that is kept.</summary>
    public long First => Volatile.Read(ref _chunks)?.First ?? _start;

    /// <summary>The index after the newest item. Only the writer may ask.</summary>
    public long End { get; private set; }

    public void Add(T item)
    {
        if (_chunks is null && End - _start < ChunkSize)
        {
            Put(ref _only!, (int)(End - _start), item);
        }
        else
        {
            var (chunk, index) = Math.DivRem((int)(End - First), ChunkSize);
            Put(ref TableFor(chunk)[chunk], index, item);
        }

        End++;
    }

    /// <summary>Forgets whole chunks before an index.</summary>
    public void DropBefore(long index)
    {
        if (index - First >= ChunkSize)
        {
            var chunks = InTable();
            var whole = (int)((index - chunks.First) / ChunkSize);
            Volatile.Write(ref _chunks, new Chunks(chunks.First + ((long)whole * ChunkSize), chunks.Table[whole..]));
        }
    }

    /// <summary>Copies a range; false when part of it is not kept any more.</summary>
    public bool TryCopy(long from, Span<T> target)
    {
        // Read before the table, after which it is emptied.
        var only = Volatile.Read(ref _only);
        var chunks = Volatile.Read(ref _chunks);
        if (from < (chunks?.First ?? _start))
        {
            return false;
        }

        if (chunks is null)
        {
            only.AsSpan((int)(from - _start), target.Length).CopyTo(target);
            return true;
        }

        var copied = 0;
        while (copied < target.Length)
        {
            var offset = from + copied - chunks.First;
            var chunk = Volatile.Read(ref chunks.Table[offset / ChunkSize])!;
            var start = (int)(offset % ChunkSize);
            var count = Math.Min(target.Length - copied, ChunkSize - start);
            chunk.AsSpan(start, count).CopyTo(target[copied..]);
            copied += count;
        }

        return true;
    }

    private static void Put(ref T[]? items, int index, T item)
    {
        if (items is not null && index < items.Length)
        {
            items[index] = item;
            return;
        }

        // By half rather than to twice its length: what it has to spare is there for as long as the session. A reader in the
        // old copy finds all that its view knows.
        var grown = new T[items is null ? ChunkSize : Math.Min(index + Math.Max(FirstRoom, index / 2), ChunkSize)];
        items?.CopyTo(grown, 0);
        grown[index] = item;
        Volatile.Write(ref items, grown);
    }

    private T[]?[] TableFor(int chunk)
    {
        var (begins, table) = InTable();
        if (chunk == table.Length)
        {
            // Doubled, so that what a long list costs an item does not grow with its length.
            var more = new T[Math.Max(1, table.Length * 2)][];
            table.CopyTo(more, 0);
            table = more;
            Volatile.Write(ref _chunks, new Chunks(begins, table));
        }

        return table;
    }

    private Chunks InTable()
    {
        if (_chunks is null)
        {
            Volatile.Write(ref _chunks, new Chunks(_start, [_only]));
            Volatile.Write(ref _only, []);
        }

        return _chunks!;
    }

    private sealed record Chunks(long First, T[]?[] Table);
}
