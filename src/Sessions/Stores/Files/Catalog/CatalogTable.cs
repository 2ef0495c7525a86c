using System.Runtime.CompilerServices;

namespace Sessions.Stores.Files;

/// <summary>
/// What is known of all sessions, from whatever source, in whatever order it comes: of two summaries of an incarnation the
/// later counts, of two incarnations the one created later, and what is gone stays gone. Lock it around every use.
/// </summary>
internal sealed class CatalogTable
{
    private readonly SummaryMap _summaries = new();
    private readonly Dictionary<SessionKey, string[]> _marks = [];
    private readonly Dictionary<(SummaryScope Scope, SummaryPlace Place), SummaryIndex> _indexes = [];
    private readonly Tombstones _gone = new();

    public Lock Gate { get; } = new();

    public int Count => _summaries.Count;

    public SummaryMap All => _summaries;

    /// <summary>Which sessions are changing, and by whom.</summary>
    public IReadOnlyDictionary<SessionKey, string[]> Marks => _marks;

    public Summary? Find(SessionKey key) => _summaries.Find(key);

    /// <summary>Sets room aside for lines that are about to come: only where they are many.</summary>
    public void Expect(long lines)
    {
        if (lines > _summaries.Count)
        {
            lock (Gate)
            {
                _summaries.EnsureCapacity((int)Math.Min(lines, 1_000_000));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(Summary summary)
    {
        if (_gone.Contains(summary.Incarnation))
        {
            return;
        }

        if (_summaries.Find(summary.Key) is { } known)
        {
            if (!summary.IsNewerThan(known))
            {
                return;
            }

            Unindex(known);
        }

        _summaries.Set(summary);
        foreach (var index in _indexes.Values)
        {
            index.Add(summary);
        }
    }

    public void Remove(SessionKey key, string incarnation)
    {
        _gone.Add(incarnation);
        if (_summaries.Find(key) is { } known && known.Incarnation == incarnation)
        {
            _summaries.Remove(key);
            Unindex(known);
        }
    }

    public void Mark(SessionKey key, string writer)
    {
        if (!_marks.TryGetValue(key, out var writers))
        {
            _marks.Add(key, [writer]);
        }
        else if (!writers.Contains(writer))
        {
            _marks[key] = [.. writers, writer];
        }
    }

    public void Unmark(SessionKey key, string? writer)
    {
        if (writer is null || !_marks.TryGetValue(key, out var writers))
        {
            return;
        }

        string[] rest = [.. writers.Where(other => other != writer)];
        if (rest.Length == 0)
        {
            _marks.Remove(key);
        }
        else
        {
            _marks[key] = rest;
        }
    }

    public void ClearMarks() => _marks.Clear();

    /// <summary>Takes in a line that tells of a session.</summary>
    public void Apply(CatalogLine line)
    {
        switch (line.Record)
        {
            case CatalogRecord.Mark:
                Mark(line.Key, line.Writer ?? Catalog.Nobody);
                break;
            case CatalogRecord.Sum:
                Apply(line.Summary);
                Unmark(line.Key, line.Writer);
                break;
            case CatalogRecord.Gone:
                Remove(line.Key, line.Incarnation);
                Unmark(line.Key, line.Writer);
                break;
            case CatalogRecord.Done:
                Unmark(line.Key, line.Writer);
                break;
        }
    }

    /// <summary>An index, made when it is first asked for: most stores are asked in one or two orders.</summary>
    public SummaryIndex IndexOf(SummaryScope scope, SummaryPlace place)
    {
        if (!_indexes.TryGetValue((scope, place), out var index))
        {
            index = new SummaryIndex(new SummaryOrder(scope, place), _summaries);
            _indexes.Add((scope, place), index);
        }

        return index;
    }

    private void Unindex(Summary summary)
    {
        foreach (var index in _indexes.Values)
        {
            index.Remove(summary);
        }
    }
}
