using System.Diagnostics;
using Sessions.Stores;

namespace Sessions.Diagnostics;

internal sealed partial class InstrumentedSessionStore
{
    private async ValueTask<TResult> MeasureAsync<TArgument, TResult>(
        string operation,
        string? sessionId,
        TArgument argument,
        Func<ISessionStore, TArgument, CancellationToken, ValueTask<TResult>> run,
        CancellationToken cancellationToken)
    {
        using var span = OperationSpan.IsWanted ? OperationSpan.Begin("sessions.store." + operation, Name, sessionId) : default;
        var began = time.GetTimestamp();
        try
        {
            var result = await run(Inner, argument, cancellationToken).ConfigureAwait(false);
            Ended(operation, began, null);
            return result;
        }
        catch (Exception error)
        {
            span.Failed(error);
            Ended(operation, began, error);
            throw;
        }
    }

    private async ValueTask<CommitResult> CommitMeasuredAsync(
        SessionKey key, CommitDecision decide, CommitOptions options, CancellationToken cancellationToken)
    {
        var watch = new CommitWatch(decide);
        try
        {
            var result = await MeasureAsync(
                "commit",
                key.Id,
                (key, watch, options),
                static (store, a, token) => store.CommitAsync(a.key, a.watch.Decide, a.options, token),
                cancellationToken).ConfigureAwait(false);
            Committed(watch, watch.Outcome(result));
            return result;
        }
        catch (Exception error)
        {
            Committed(watch, watch.Outcome(error));
            if (error is SessionConflictException conflict)
            {
                Conflicted(conflict.Conflict == SessionConflict.Version ? "version" : "idempotency_key", 1);
            }

            throw;
        }
    }

    private async ValueTask<IReadOnlyList<RemovedSession>> TakeMeasuredAsync(
        CleanupRule rule, int limit, CancellationToken cancellationToken)
    {
        var taken = await MeasureAsync(
            "take",
            null,
            (rule, limit),
            static (store, a, token) => store.TakeAsync(a.rule, a.limit, token),
            cancellationToken).ConfigureAwait(false);
        foreach (var removed in rule.DryRun ? [] : taken)
        {
            metrics.CleanupRemoved.Add(1, Store, new(SessionsMetrics.ReasonTag, ReasonOf(removed.Reason)));
        }

        return taken;
    }

    private KeyValuePair<string, object?> Store => new(SessionsMetrics.StoreTag, Name);

    private void Ended(string operation, long began, Exception? error)
    {
        var tags = new TagList { Store, new(SessionsMetrics.OperationTag, operation) };
        if (error is not null)
        {
            tags.Add(SessionsMetrics.ErrorTag, SessionsMetrics.TypeOf(error));
        }

        metrics.OperationDuration.Record(time.GetElapsedTime(began).TotalSeconds, tags);
    }

    private void Committed(CommitWatch watch, string outcome)
    {
        metrics.Commits.Add(1, Store, new(SessionsMetrics.OutcomeTag, outcome));
        if (watch.Runs > 1)
        {
            Conflicted("retried", watch.Runs - 1);
        }
    }

    private void Conflicted(string reason, int count) =>
        metrics.Conflicts.Add(count, Store, new(SessionsMetrics.ReasonTag, reason));

    private static string ReasonOf(RemovalReason reason) => reason switch
    {
        RemovalReason.Expired => "expired",
        RemovalReason.Retention => "retention",
        RemovalReason.Age => "age",
        _ => "deleted",
    };
}
