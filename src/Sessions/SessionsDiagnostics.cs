namespace Sessions;

/// <summary>The names by which an app listens to Sessions.</summary>
/// <remarks>
/// No metric, span or log holds content of messages or state. Metrics carry tags of few values only (the kind of store, the
/// operation, the outcome, the reason); spans also carry the session's id, as <c>session.id</c>.
/// </remarks>
public static class SessionsDiagnostics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Sessions";

    /// <summary>The name of the activity source.</summary>
    /// <remarks>
    /// Each operation of a <see cref="SessionManager"/> is a span, <c>sessions.append_message</c> for
    /// <see cref="SessionManager.AppendMessageAsync"/>, with what it had the store do below it, <c>sessions.store.commit</c>.
    /// Watching is one span for as long as the feed is read.
    /// </remarks>
    public const string ActivitySourceName = "Sessions";

    /// <summary>Commits that were asked for, by store and outcome: appended, unchanged, replayed, conflict, refused, failed, cancelled. A counter.</summary>
    public const string Commits = "sessions.commits";

    /// <summary>Commits that met a change by somebody else, by store and reason: retried (as often as it was decided again), version, idempotency_key. A counter.</summary>
    public const string Conflicts = "sessions.conflicts";

    /// <summary>How long operations on the store took, by store, operation and type of error. A histogram, in seconds.</summary>
    public const string StoreOperationDuration = "sessions.store.operation.duration";

    /// <summary>How long callers waited for a lease, by store and outcome: acquired, busy, failed, cancelled. A histogram, in seconds.</summary>
    public const string LeaseWaitDuration = "sessions.lease.wait.duration";

    /// <summary>How long after it happened an event reached a watcher that had caught up, by store. A histogram, in seconds.</summary>
    public const string FeedLag = "sessions.feed.lag";

    /// <summary>Sessions that cleanup removed, by store and reason: expired, retention, age. A counter.</summary>
    public const string CleanupRemoved = "sessions.cleanup.removed";

    /// <summary>What went wrong in hosted cleanup, by store and reason: pass, handler. A counter.</summary>
    public const string CleanupFailures = "sessions.cleanup.failures";

    /// <summary>Torn ends of files that were cut back to the last whole commit, by store. A counter.</summary>
    public const string TornTails = "sessions.torn_tails";

    /// <summary>Damaged sessions that were met, by store: once for each time that one was opened in vain. A counter.</summary>
    public const string Damaged = "sessions.damaged";

    /// <summary>Projections of sessions that could not be written at once, by store; they are tried again. A counter.</summary>
    public const string ProjectionFailures = "sessions.projection.failures";
}
