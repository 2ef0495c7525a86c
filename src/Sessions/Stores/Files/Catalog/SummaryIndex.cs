namespace Sessions.Stores.Files;

/// <summary>
/// Summaries in an order: sorted chunks, eight bytes a session. A change moves at most one chunk's worth of references.
/// </summary>
internal sealed class SummaryIndex
{
    private const int ChunkSize = 512;

    private readonly List<List<Summary>> _chunks = [];

    public SummaryIndex(SummaryOrder order, IEnumerable<Summary> summaries)
    {
        Order = order;
        var sorted = Sort(summaries.Where(order.Holds));

        // Half full, so that what comes first splits nothing.
        for (var i = 0; i < sorted.Length; i += ChunkSize / 2)
        {
            var chunk = new List<Summary>(ChunkSize);
            chunk.AddRange(sorted.AsSpan(i, Math.Min(ChunkSize / 2, sorted.Length - i)));
            _chunks.Add(chunk);
        }
    }

    public SummaryOrder Order { get; }

    public void Add(Summary summary)
    {
        if (!Order.Holds(summary))
        {
            return;
        }

        if (_chunks.Count == 0)
        {
            _chunks.Add([summary]);
            return;
        }

        var at = ChunkOf(summary);
        var chunk = _chunks[at];
        var index = chunk.BinarySearch(summary, Order);
        chunk.Insert(index < 0 ? ~index : index, summary);
        if (chunk.Count > ChunkSize)
        {
            _chunks.Insert(at + 1, chunk.GetRange(ChunkSize / 2, chunk.Count - (ChunkSize / 2)));
            chunk.RemoveRange(ChunkSize / 2, chunk.Count - (ChunkSize / 2));
        }
    }

    public void Remove(Summary summary)
    {
        if (_chunks.Count == 0 || !Order.Holds(summary))
        {
            return;
        }

        var at = ChunkOf(summary);
        var index = _chunks[at].BinarySearch(summary, Order);
        if (index >= 0)
        {
            _chunks[at].RemoveAt(index);
            if (_chunks[at].Count == 0)
            {
                _chunks.RemoveAt(at);
            }
        }
    }

    /// <summary>Walks on from a place. Nothing may change meanwhile.</summary>
    public IEnumerable<Summary> From(Summary probe)
    {
        if (_chunks.Count == 0)
        {
            yield break;
        }

        var at = ChunkOf(probe);
        var index = _chunks[at].BinarySearch(probe, Order);
        index = index < 0 ? ~index : index + 1;
        for (; at < _chunks.Count; at++, index = 0)
        {
            var chunk = _chunks[at];
            for (; index < chunk.Count; index++)
            {
                yield return chunk[index];
            }
        }
    }

    private Summary[] Sort(IEnumerable<Summary> summaries)
    {
        if (Order.Scope == SummaryScope.All)
        {
            return SortWithin([.. summaries]);
        }

        var scopes = summaries.GroupBy(Order.NameOf).ToArray();
        Array.Sort(scopes, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return [.. scopes.SelectMany(scope => SortWithin([.. scope]))];
    }

    /// <summary>Numbers sort five times as fast; only equal instants are left to the comparer.</summary>
    private Summary[] SortWithin(Summary[] summaries)
    {
        var keys = Array.ConvertAll(summaries, Order.SortKeyOf);
        Array.Sort(keys, summaries);
        for (int start = 0, end = 1; end <= keys.Length; end++)
        {
            if (end == keys.Length || keys[end] != keys[start])
            {
                Array.Sort(summaries, start, end - start, Order);
                start = end;
            }
        }

        return summaries;
    }

    private int ChunkOf(Summary summary)
    {
        int low = 0, high = _chunks.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (Order.Compare(_chunks[middle][0], summary) <= 0)
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
}
