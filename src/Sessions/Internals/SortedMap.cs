using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Sessions;

/// <summary>
/// A persistent map in ordinal key order. A change copies one chunk of at most 32 entries and the list of chunks, so that
/// the small maps that sessions have cost one short copy, and large ones stay far from a copy of everything.
/// </summary>
/// <remarks>
/// Chosen over <c>ImmutableDictionary</c> for its size: ten entries take a third of the memory, with no node per key.
/// </remarks>
internal sealed class SortedMap<TValue> : IReadOnlyDictionary<string, TValue>
{
    public static readonly SortedMap<TValue> Empty = new(only: [], 0);

    private const int MaxChunk = 32;

    // Nearly every map is one chunk, and a table of one would be an allocation for each change.
    private readonly Entry[] _only = [];
    private readonly Entry[][]? _several;

    private SortedMap(Entry[] only, int count)
    {
        _only = only;
        Count = count;
    }

    private SortedMap(Entry[][] several, int count)
    {
        _several = several;
        Count = count;
    }

    public int Count { get; }

    public IEnumerable<string> Keys => ((IEnumerable<KeyValuePair<string, TValue>>)this).Select(static pair => pair.Key);

    public IEnumerable<TValue> Values => ((IEnumerable<KeyValuePair<string, TValue>>)this).Select(static pair => pair.Value);

    public TValue this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no key \"{key}\".");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (Count > 0)
        {
            var chunk = Chunks[ChunkOf(key)];
            var index = IndexIn(chunk, key);
            if (index >= 0)
            {
                value = chunk[index].Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    public SortedMap<TValue> Set(string key, TValue value)
    {
        if (Count == 0)
        {
            return new SortedMap<TValue>(only: [new Entry(key, value)], 1);
        }

        var at = ChunkOf(key);
        var chunk = Chunks[at];
        var index = IndexIn(chunk, key);
        if (index >= 0)
        {
            Entry[] same = [.. chunk];
            same[index] = new Entry(chunk[index].Key, value);
            return With(at, same, Count);
        }

        var grown = new Entry[chunk.Length + 1];
        Array.Copy(chunk, grown, ~index);
        grown[~index] = new Entry(key, value);
        Array.Copy(chunk, ~index, grown, ~index + 1, chunk.Length - ~index);
        return grown.Length > MaxChunk ? Split(at, grown) : With(at, grown, Count + 1);
    }

    public SortedMap<TValue> Remove(string key)
    {
        if (Count == 0)
        {
            return this;
        }

        var at = ChunkOf(key);
        var chunk = Chunks[at];
        var index = IndexIn(chunk, key);
        if (index < 0)
        {
            return this;
        }

        if (chunk.Length > 1)
        {
            var shrunk = new Entry[chunk.Length - 1];
            Array.Copy(chunk, shrunk, index);
            Array.Copy(chunk, index + 1, shrunk, index, shrunk.Length - index);
            return With(at, shrunk, Count - 1);
        }

        if (Count == 1)
        {
            return Empty;
        }

        return new SortedMap<TValue>(several: [.. Chunks[..at], .. Chunks[(at + 1)..]], Count - 1);
    }

    /// <summary>Walks the entries in key order without allocating.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<string, TValue>> IEnumerable<KeyValuePair<string, TValue>>.GetEnumerator()
    {
        foreach (var entry in this)
        {
            yield return entry;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<KeyValuePair<string, TValue>>)this).GetEnumerator();

    private static int IndexIn(Entry[] chunk, string key)
    {
        int low = 0, high = chunk.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = string.CompareOrdinal(chunk[middle].Key, key);
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }

    private ReadOnlySpan<Entry[]> Chunks => _several ?? new ReadOnlySpan<Entry[]>(in _only);

    private int ChunkOf(string key)
    {
        var chunks = Chunks;
        int low = 0, high = chunks.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (string.CompareOrdinal(chunks[middle][0].Key, key) <= 0)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    private SortedMap<TValue> With(int at, Entry[] chunk, int count)
    {
        if (_several is null)
        {
            return new SortedMap<TValue>(chunk, count);
        }

        Entry[][] chunks = [.. _several];
        chunks[at] = chunk;
        return new SortedMap<TValue>(chunks, count);
    }

    private SortedMap<TValue> Split(int at, Entry[] chunk)
    {
        var half = chunk.Length / 2;
        return new SortedMap<TValue>(several: [.. Chunks[..at], chunk[..half], chunk[half..], .. Chunks[(at + 1)..]], Count + 1);
    }

    public struct Enumerator
    {
        private readonly SortedMap<TValue> _map;
        private int _chunk;
        private int _index = -1;

        internal Enumerator(SortedMap<TValue> map) => _map = map;

        public readonly KeyValuePair<string, TValue> Current
        {
            get
            {
                ref readonly var entry = ref _map.Chunks[_chunk][_index];
                return KeyValuePair.Create(entry.Key, entry.Value);
            }
        }

        public bool MoveNext()
        {
            var chunks = _map.Chunks;
            while (_chunk < chunks.Length)
            {
                if (++_index < chunks[_chunk].Length)
                {
                    return true;
                }

                _chunk++;
                _index = -1;
            }

            return false;
        }
    }

    internal readonly struct Entry(string key, TValue value)
    {
        public readonly string Key = key;
        public readonly TValue Value = value;
    }
}
