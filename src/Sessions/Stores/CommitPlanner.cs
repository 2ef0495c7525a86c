using Sessions.Events;

namespace Sessions.Stores;

/// <summary>
/// The one write path: turns a decision into a stamped commit and the view after it, or refuses. Every store calls it under
/// its own atomicity and then only has to persist what it is told.
/// </summary>
public static class CommitPlanner
{
    /// <summary>Plans a commit.</summary>
    /// <param name="key">The session.</param>
    /// <param name="current">The view as stored, expired or not; null where there is none.</param>
    /// <param name="now">The store's time.</param>
    /// <param name="decide">What to append.</param>
    /// <param name="options">Under which conditions.</param>
    /// <param name="memory">What is remembered of earlier commits of this incarnation.</param>
    /// <exception cref="ArgumentException">The key's id is none, and a session would begin under it.</exception>
    /// <exception cref="SessionConflictException">The expected version or the content of a repeated key does not fit.</exception>
    /// <exception cref="LeaseLostException">The lease named in the options is not held.</exception>
    /// <exception cref="SessionStatusException">An event is not allowed in the session's status.</exception>
    public static CommitPlan Plan(
        SessionKey key, Session? current, DateTimeOffset now, CommitDecision decide, in CommitOptions options, ICommitMemory memory) =>
        Plan(key, current, Instants.From(now), decide, options, memory, position: 0);

    internal static CommitPlan Plan(
        SessionKey key, Session? current, long now, CommitDecision decide, in CommitOptions options, ICommitMemory memory, long position)
    {
        var live = current is null || current.IsExpired(now) ? null : current;
        var instant = Instants.ToOffset(now);
        if (live is not null && options.IdempotencyKey is { } idempotencyKey && memory.TryFindKey(idempotencyKey, out var first))
        {
            return Replay(live, instant, decide, idempotencyKey, first);
        }

        if (options.ExpectedVersion is { } expected && expected != (live?.Version ?? 0))
        {
            throw SessionConflictException.Version(key.Id, expected, live?.Version ?? 0);
        }

        if (options.Lease is { } lease)
        {
            CheckFence(key, live, lease, now);
        }

        var decision = decide(live, instant);
        if (decision.Refusal is { } refusal)
        {
            throw refusal;
        }

        var events = live is null ? decision.Events : WithoutKnownLinks(decision.Events, memory);
        if (events.Length == 0)
        {
            return new CommitPlan(null, live ?? throw new SessionNotFoundException(key.Id), live.Version);
        }

        if (live is null)
        {
            Check.SessionId(key.Id, nameof(key));
        }

        var id = options.CommitId == default ? CommitId.New() : options.CommitId;
        var version = (live?.Version ?? 0) + 1;
        var at = Math.Max(now, live?.LastUsedTicks ?? 0);
        var commit = options.IdempotencyKey is null
            ? new Commit(id, version, at, options.Channel, events) { Position = position }
            : new Commit(id, version, at, options.Channel, events)
            {
                Position = position,
                IdempotencyKey = options.IdempotencyKey,
                ContentHash = decision.ContentHash,
            };
        var next = Fold.Stamp(key, live, commit);
        if (live is not null && next.IsExpired(now))
        {
            throw new SessionStatusException(
                key.Id, live.Status, $"a commit after which it would be over at once, since {next.ExpiresAt:O}", "Set a later end in the same commit.");
        }

        return new CommitPlan(commit, next, next.Version);
    }

    private static CommitPlan Replay(Session live, DateTimeOffset now, CommitDecision decide, string idempotencyKey, KeyedCommit first)
    {
        if (first.ContentHash != default && TryHash(live, now, decide) is var hash && hash != default && hash != first.ContentHash)
        {
            throw SessionConflictException.IdempotencyKey(live.Id, idempotencyKey, first.Version, live.Version);
        }

        return new CommitPlan(null, live, first.Version, Replayed: true);
    }

    private static UInt128 TryHash(Session live, DateTimeOffset now, CommitDecision decide)
    {
        try
        {
            return decide(live, now).ContentHash;
        }
        catch (SessionException)
        {
            // The first run may have made this very refusal: completing a session refuses to complete it again.
            // The key is known, so the first result is the answer.
            return default;
        }
    }

    private static void CheckFence(SessionKey key, Session? live, LeaseToken lease, long now)
    {
        if (live is null
            || !string.Equals(live.Incarnation, lease.Incarnation, StringComparison.Ordinal)
            || live.Lease?.FencingToken != lease.FencingToken
            || !live.IsLeased(now))
        {
            throw new LeaseLostException(key.Id, lease.FencingToken);
        }
    }

    private static SessionEvent[] WithoutKnownLinks(SessionEvent[] events, ICommitMemory memory)
    {
        List<SessionEvent>? kept = null;
        for (var i = 0; i < events.Length; i++)
        {
            if (events[i] is InvocationLinked linked && IsKnown(linked.Invocation.Id, i))
            {
                kept ??= [.. events.AsSpan(0, i)];
            }
            else
            {
                kept?.Add(events[i]);
            }
        }

        return kept?.ToArray() ?? events;

        bool IsKnown(string id, int before)
        {
            for (var i = 0; i < before; i++)
            {
                if (events[i] is InvocationLinked earlier && earlier.Invocation.Id == id)
                {
                    return true;
                }
            }

            return memory.IsLinked(id);
        }
    }
}
