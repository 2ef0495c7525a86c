using System.Collections;
using System.Runtime.CompilerServices;

namespace Sessions.Stores.Files;

/// <summary>
/// Summaries by key: open addressing over references alone, since each holds its own key.
/// </summary>
/// <remarks>
/// Chosen over <c>Dictionary&lt;SessionKey, Summary&gt;</c>, which takes four times the memory and, made for a struct of ours,
/// runs unoptimised for just the tenths of a second in which a process loads its catalog.
/// </remarks>
internal sealed class SummaryMap : IReadOnlyCollection<Summary>
{
    private Summary?[] _slots = new Summary?[64];

    public int Count { get; private set; }

    public void EnsureCapacity(int count)
    {
        var size = _slots.Length;
        while (size < count * 2L)
        {
            size *= 2;
        }

        if (size > _slots.Length)
        {
            Resize(size);
        }
    }

    public Summary? Find(SessionKey key) => _slots[SlotOf(key.Partition, key.Id)];

    /// <summary>Puts it in the place of what had its key.</summary>
    public void Set(Summary summary)
    {
        var slot = SlotOf(summary.Partition, summary.Id);
        if (_slots[slot] is null)
        {
            Count++;
        }

        _slots[slot] = summary;
        if (Count * 4L > _slots.Length * 3L)
        {
            Resize(_slots.Length * 2);
        }
    }

    public void Remove(SessionKey key)
    {
        var mask = _slots.Length - 1;
        var hole = SlotOf(key.Partition, key.Id);
        if (_slots[hole] is null)
        {
            return;
        }

        Count--;

        // Whatever was pushed past the hole moves back, so that no search ends early.
        for (var next = (hole + 1) & mask; _slots[next] is { } moved; next = (next + 1) & mask)
        {
            var home = HashOf(moved.Partition, moved.Id) & mask;
            if (((next - home) & mask) >= ((next - hole) & mask))
            {
                _slots[hole] = moved;
                hole = next;
            }
        }

        _slots[hole] = null;
    }

    public IEnumerator<Summary> GetEnumerator()
    {
        foreach (var slot in _slots)
        {
            if (slot is not null)
            {
                yield return slot;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int HashOf(string partition, string id)
    {
        var hash = id.GetHashCode(StringComparison.Ordinal);
        return partition.Length == 0 ? hash : hash ^ (partition.GetHashCode(StringComparison.Ordinal) * -1640531527);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int SlotOf(string partition, string id)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        var slot = HashOf(partition, id) & mask;
        while (slots[slot] is { } known && !(string.Equals(known.Id, id) && string.Equals(known.Partition, partition)))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Resize(int size)
    {
        var old = _slots;
        _slots = new Summary?[size];
        foreach (var summary in old)
        {
            if (summary is not null)
            {
                _slots[SlotOf(summary.Partition, summary.Id)] = summary;
            }
        }
    }
}
