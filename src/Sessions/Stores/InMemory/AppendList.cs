namespace Sessions.Stores.InMemory;

/// <summary>
/// A list that one writer at a time appends to while any number of readers walk it without a lock: items are never moved
/// once a published view tells of them, and readers ask only for those.
/// </summary>
internal sealed class AppendList<T>
{
    private const int FirstChunk = 4;
    private const int ChunkSize = 64;

    private Chunks _chunks;

    public AppendList(long first = 0)
    {
        _chunks = new Chunks(first, []);
        End = first;
    }

    /// <summary>The index of the oldest item that is kept.</summary>
    public long First => Volatile.Read(ref _chunks).First;

    /// <summary>The index after the newest item. Only the writer may ask.</summary>
    public long End { get; private set; }

    public void Add(T item)
    {
        var table = _chunks.Table;
        var (chunk, index) = Math.DivRem((int)(End - _chunks.First), ChunkSize);
        if (chunk == table.Length)
        {
            // Doubled, so that what a long list costs an item does not grow with its length.
            var more = new T[Math.Max(1, table.Length * 2)][];
            table.CopyTo(more, 0);
            table = more;
            Volatile.Write(ref _chunks, new Chunks(_chunks.First, table));
        }

        var items = table[chunk];
        if (items is null || index == items.Length)
        {
            // Most sessions are short, so the first chunk starts small, and grows by half rather than to twice its length: what
            // it has to spare is there for as long as the session. A reader in the old copy finds all that its view knows.
            var grown = new T[chunk > 0 ? ChunkSize : Math.Min(index + Math.Max(FirstChunk, index / 2), ChunkSize)];
            items?.CopyTo(grown, 0);
            grown[index] = item;
            Volatile.Write(ref table[chunk], grown);
        }
        else
        {
            items[index] = item;
        }

        End++;
    }

    /// <summary>Forgets whole chunks before an index.</summary>
    public void DropBefore(long index)
    {
        var chunks = _chunks;
        var whole = (int)((index - chunks.First) / ChunkSize);
        if (whole > 0)
        {
            Volatile.Write(ref _chunks, new Chunks(chunks.First + ((long)whole * ChunkSize), chunks.Table[whole..]));
        }
    }

    /// <summary>Copies a range; false when part of it is not kept any more.</summary>
    public bool TryCopy(long from, Span<T> target)
    {
        var chunks = Volatile.Read(ref _chunks);
        if (from < chunks.First)
        {
            return false;
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

    private sealed record Chunks(long First, T[]?[] Table);
}
