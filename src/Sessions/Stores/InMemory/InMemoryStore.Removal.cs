using System.Collections.Concurrent;

namespace Sessions.Stores.InMemory;

public sealed partial class InMemoryStore
{
    // Expired sessions whose id was taken again before any cleanup came by: it must still hear of them, once.
    private readonly ConcurrentQueue<RemovedSession> _replaced = new();

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(SessionKey key, string? incarnation = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Find(key) is not { } session || (incarnation is not null && session.View.Incarnation != incarnation))
        {
            return new ValueTask<bool>(false);
        }

        lock (session)
        {
            if (session.Removed is not null)
            {
                return new ValueTask<bool>(false);
            }

            RemoveLocked(session, RemovalReason.Deleted);
            return new ValueTask<bool>(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RemovedSession>> TakeAsync(
        CleanupRule rule, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
        var now = _clock.Now;
        var taken = new List<RemovedSession>();
        TakeReplaced(rule, limit, taken);
        TakeExpired(rule, limit, now, taken, cancellationToken);
        TakeFinished(rule, limit, now, taken, cancellationToken);
        if (rule.UnusedFor is not null)
        {
            TakeUnused(rule, limit, now, taken, cancellationToken);
        }

        return new ValueTask<IReadOnlyList<RemovedSession>>(taken);
    }

    private void TakeReplaced(CleanupRule rule, int limit, List<RemovedSession> taken)
    {
        for (var left = _replaced.Count; left > 0 && rule.Expired && taken.Count < limit && _replaced.TryDequeue(out var removed); left--)
        {
            var wanted = SessionPager.Wants(rule.Partition, removed.Session.Partition);
            if (wanted)
            {
                taken.Add(removed);
            }

            if (!wanted || rule.DryRun)
            {
                _replaced.Enqueue(removed);
            }
        }
    }

    private void TakeExpired(CleanupRule rule, int limit, long now, List<RemovedSession> taken, CancellationToken cancellationToken)
    {
        var kept = new List<InMemorySession>();
        while (rule.Expired && taken.Count < limit && !cancellationToken.IsCancellationRequested
            && _expiring.TryTakeDue(now, out var key, out var deadline))
        {
            if (!_sessions.TryGetValue(key, out var session))
            {
                continue;
            }

            lock (session)
            {
                if (session.Removed is not null || deadline != session.IndexedExpiry)
                {
                    continue;
                }

                session.IndexedExpiry = 0;
                if (!TryTake(session, RemovalReason.Expired, rule, now, taken))
                {
                    kept.Add(session);
                }
            }
        }

        foreach (var session in kept)
        {
            lock (session)
            {
                Cover(session);
            }
        }
    }

    private void TakeFinished(CleanupRule rule, int limit, long now, List<RemovedSession> taken, CancellationToken cancellationToken)
    {
        if (rule.FinishedFor is not { } retention)
        {
            return;
        }

        var kept = new List<InMemorySession>();
        while (taken.Count < limit && !cancellationToken.IsCancellationRequested
            && _finished.TryTakeDue(now - retention.Ticks, out var key, out var deadline))
        {
            if (!_sessions.TryGetValue(key, out var session))
            {
                continue;
            }

            lock (session)
            {
                if (session.Removed is null && deadline == session.IndexedFinish)
                {
                    session.IndexedFinish = 0;
                    if (!TryTake(session, RemovalReason.Retention, rule, now, taken))
                    {
                        kept.Add(session);
                    }
                }
            }
        }

        foreach (var session in kept)
        {
            lock (session)
            {
                Cover(session);
            }
        }
    }

    private void TakeUnused(CleanupRule rule, int limit, long now, List<RemovedSession> taken, CancellationToken cancellationToken)
    {
        foreach (var (_, session) in _sessions)
        {
            if (taken.Count >= limit || cancellationToken.IsCancellationRequested)
            {
                return;
            }

            if (rule.Takes(session.View, now) == RemovalReason.Age)
            {
                lock (session)
                {
                    _ = session.Removed is null && TryTake(session, RemovalReason.Age, rule, now, taken);
                }
            }
        }
    }

    /// <summary>Takes it for one reason: a dry run passes every session by the index of each reason, and is to count it once.</summary>
    private bool TryTake(InMemorySession session, RemovalReason reason, CleanupRule rule, long now, List<RemovedSession> taken)
    {
        if (rule.Takes(session.View, now) != reason)
        {
            return false;
        }

        taken.Add(new RemovedSession(session.View, reason));
        if (rule.DryRun)
        {
            return false;
        }

        RemoveLocked(session, reason);
        return true;
    }

    private void RemoveLocked(InMemorySession session, RemovalReason reason)
    {
        // The reason first: who finds it gone may ask before anybody told him.
        _removals.Add(session.View.Incarnation, reason);
        session.Remove(reason);
        _sessions.TryRemove(KeyValuePair.Create(session.View.Key, session));
        Forget(session);
    }
}
