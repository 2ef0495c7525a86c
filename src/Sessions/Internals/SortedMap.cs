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
    public static readonly SortedMap<TValue> Empty = new([], 0);

    private const int MaxChunk = 32;

    private readonly Entry[][] _chunks;

    private SortedMap(Entry[][] chunks, int count)
    {
        _chunks = chunks;
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
            var chunk = _chunks[ChunkOf(key)];
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
            return new SortedMap<TValue>([[new Entry(key, value)]], 1);
        }

        var at = ChunkOf(key);
        var chunk = _chunks[at];
        var index = IndexIn(chunk, key);
        if (index >= 0)
        {
            var same = (Entry[])chunk.Clone();
            same[index] = new Entry(chunk[index].Key, value);
            return new SortedMap<TValue>(With(at, same), Count);
        }

        var grown = new Entry[chunk.Length + 1];
        Array.Copy(chunk, grown, ~index);
        grown[~index] = new Entry(key, value);
        Array.Copy(chunk, ~index, grown, ~index + 1, chunk.Length - ~index);
        return new SortedMap<TValue>(grown.Length > MaxChunk ? Split(at, grown) : With(at, grown), Count + 1);
    }

    public SortedMap<TValue> Remove(string key)
    {
        if (Count == 0)
        {
            return this;
        }

        var at = ChunkOf(key);
        var chunk = _chunks[at];
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
            return new SortedMap<TValue>(With(at, shrunk), Count - 1);
        }

        if (Count == 1)
        {
            return Empty;
        }

        var rest = new Entry[_chunks.Length - 1][];
        Array.Copy(_chunks, rest, at);
        Array.Copy(_chunks, at + 1, rest, at, rest.Length - at);
        return new SortedMap<TValue>(rest, Count - 1);
    }

    /// <summary>Walks the entries in key order without allocating.</summary>
    public Enumerator GetEnumerator() => new(_chunks);

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

    private int ChunkOf(string key)
    {
        int low = 0, high = _chunks.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (string.CompareOrdinal(_chunks[middle][0].Key, key) <= 0)
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

    private Entry[][] With(int at, Entry[] chunk)
    {
        if (_chunks.Length == 1)
        {
            return [chunk];
        }

        var chunks = (Entry[][])_chunks.Clone();
        chunks[at] = chunk;
        return chunks;
    }

    private Entry[][] Split(int at, Entry[] chunk)
    {
        var chunks = new Entry[_chunks.Length + 1][];
        Array.Copy(_chunks, chunks, at);
        chunks[at] = chunk[..(chunk.Length / 2)];
        chunks[at + 1] = chunk[(chunk.Length / 2)..];
        Array.Copy(_chunks, at + 1, chunks, at + 2, _chunks.Length - at - 1);
        return chunks;
    }

    public struct Enumerator
    {
        private readonly Entry[][] _chunks;
        private int _chunk;
        private int _index = -1;

        internal Enumerator(Entry[][] chunks) => _chunks = chunks;

        public readonly KeyValuePair<string, TValue> Current
        {
            get
            {
                ref readonly var entry = ref _chunks[_chunk][_index];
                return KeyValuePair.Create(entry.Key, entry.Value);
            }
        }

        public bool MoveNext()
        {
            while (_chunk < _chunks.Length)
            {
                if (++_index < _chunks[_chunk].Length)
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
