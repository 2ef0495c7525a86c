using System.Collections.Concurrent;

namespace Sessions.Stores.Files;

/// <summary>
/// The sessions that this writer is changing. All that a commit meets of the catalog while its session is busy: no lock that
/// others share, no clock, no file.
/// </summary>
internal sealed class OwnChanges(Action wake)
{
    // An id that is deleted and created again without a pause has its lives told all at once. One that is left out and still
    // has a summary somewhere is found gone when it is opened.
    private const int MaxGone = 64;

    private readonly ConcurrentDictionary<SessionKey, OwnChange> _changes = new();
    private readonly ConcurrentQueue<OwnChange> _queue = new();
    private int _beat;

    public bool IsEmpty => _changes.IsEmpty;

    /// <summary>All of them, as they are found.</summary>
    public IEnumerable<OwnChange> All => _changes.Select(static pair => pair.Value);

    /// <summary>Counts a beat of the timer: how long a session has been quiet is told in beats.</summary>
    public int NextBeat() => Interlocked.Increment(ref _beat);

    /// <summary>Begins a change.</summary>
    /// <returns>Whether it is announced already; otherwise announce it, or <see cref="End"/> it.</returns>
    public bool Begin(SessionKey key, out OwnChange change)
    {
        while (true)
        {
            change = _changes.GetOrAdd(key, static key => new OwnChange(key));
            lock (change)
            {
                if (!change.IsRetired)
                {
                    change.InFlight++;
                    change.Beat = Volatile.Read(ref _beat);
                    return change.IsMarked;
                }
            }
        }
    }

    public void End(OwnChange change)
    {
        lock (change)
        {
            change.InFlight--;
        }

        // Also when nothing was told: the mark has to end.
        wake();
    }

    public void Tell(Session view)
    {
        while (true)
        {
            var change = _changes.GetOrAdd(view.Key, static key => new OwnChange(key));
            if (Tell(change, view))
            {
                wake();
                return;
            }
        }
    }

    /// <returns>False when the change is retired.</returns>
    public bool Tell(OwnChange change, Session view)
    {
        lock (change)
        {
            if (change.IsRetired)
            {
                return false;
            }

            change.Beat = Volatile.Read(ref _beat);
            if (!change.Gone.Contains(view.Incarnation) && !IsOlder(view, change.View))
            {
                change.View = view;
                Enqueue(change);
            }

            return true;
        }
    }

    public void TellGone(SessionKey key, string incarnation)
    {
        while (true)
        {
            var change = _changes.GetOrAdd(key, static key => new OwnChange(key));
            lock (change)
            {
                if (change.IsRetired)
                {
                    continue;
                }

                change.Beat = Volatile.Read(ref _beat);
                change.Gone = [.. change.Gone.TakeLast(MaxGone - 1), incarnation];
                if (change.View?.Incarnation == incarnation)
                {
                    change.View = null;
                }

                Enqueue(change);
            }

            wake();
            return;
        }
    }

    /// <summary>Tells everything once more: to a table that was begun anew.</summary>
    public void Requeue()
    {
        foreach (var change in All)
        {
            lock (change)
            {
                Enqueue(change);
            }
        }
    }

    /// <summary>Lets go of a change, which the caller has locked.</summary>
    public void Retire(OwnChange change)
    {
        change.IsRetired = true;
        _changes.TryRemove(KeyValuePair.Create(change.Key, change));
    }

    /// <summary>
    /// Takes what was told since the last time into the table; without one it is dropped, since a table that is made later
    /// finds it in the file, or is told once more.
    /// </summary>
    public void DrainInto(CatalogTable? table)
    {
        while (_queue.TryDequeue(out var change))
        {
            Session? view;
            string[] gone;
            lock (change)
            {
                change.IsQueued = false;
                view = change.View;
                gone = change.Gone;
            }

            if (table is null)
            {
                continue;
            }

            lock (table.Gate)
            {
                foreach (var incarnation in gone)
                {
                    table.Remove(change.Key, incarnation);
                }

                if (view is not null)
                {
                    table.Apply(Summary.Of(view));
                }
            }
        }
    }

    private static bool IsOlder(Session view, Session? known) =>
        known is not null && known.Incarnation == view.Incarnation
        && (view.Version != known.Version ? view.Version < known.Version : view.LastUsedTicks < known.LastUsedTicks);

    private void Enqueue(OwnChange change)
    {
        if (!change.IsQueued)
        {
            change.IsQueued = true;
            _queue.Enqueue(change);
        }
    }
}
