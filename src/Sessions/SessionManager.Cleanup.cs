using System.Runtime.ExceptionServices;
using Sessions.Stores;

namespace Sessions;

public sealed partial class SessionManager
{
    /// <summary>
    /// Removes what has expired and what was finished for longer than the retention, in bounded batches, in this partition;
    /// a manager of the empty partition cleans all of them.
    /// </summary>
    /// <param name="rule">Another rule than that of the options.</param>
    /// <param name="removed">Hears of each removed session, once.</param>
    /// <param name="cancellationToken">Ends it after the batch at hand.</param>
    /// <returns>How many were removed, or would be in a dry run.</returns>
    /// <exception cref="ArgumentException">The rule names another partition than that of this manager.</exception>
    public ValueTask<long> CleanUpAsync(
        CleanupRule? rule = null,
        Func<RemovedSession, CancellationToken, ValueTask>? removed = null,
        CancellationToken cancellationToken = default)
    {
        Deciding.Refuse();
        var wanted = rule ?? new CleanupRule { FinishedFor = _options.Retention, DryRun = _options.CleanupDryRun };
        if (Partition.Length > 0)
        {
            wanted = wanted.Partition is null || wanted.Partition == Partition
                ? wanted with { Partition = Partition }
                : throw new ArgumentException(
                    "A manager of a partition cleans up that partition only; leave the rule's partition null, or ask the manager of the other one.", nameof(rule));
        }

        return TraceAsync(
            null, (wanted, removed, cancellationToken), static (manager, a) => manager.TakeAllAsync(a.wanted, a.removed, a.cancellationToken));
    }

    private async ValueTask<long> TakeAllAsync(
        CleanupRule wanted, Func<RemovedSession, CancellationToken, ValueTask>? removed, CancellationToken cancellationToken)
    {
        var count = 0L;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // A dry run removes nothing, so that a second batch would be the first again: it asks for all at once.
            var limit = wanted.DryRun ? int.MaxValue : _options.CleanupBatch;
            var batch = await _store.TakeAsync(wanted, limit, cancellationToken).ConfigureAwait(false);
            count += batch.Count;
            if (removed is not null)
            {
                await TellAsync(batch, removed, cancellationToken).ConfigureAwait(false);
            }

            if (batch.Count < limit)
            {
                return count;
            }
        }
    }

    /// <summary>They are gone already, so that each is told of whatever became of the one before; the first failure is thrown at the end.</summary>
    private static async ValueTask TellAsync(
        IReadOnlyList<RemovedSession> batch, Func<RemovedSession, CancellationToken, ValueTask> removed, CancellationToken cancellationToken)
    {
        ExceptionDispatchInfo? failure = null;
        foreach (var session in batch)
        {
            try
            {
                await removed(session, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                failure ??= ExceptionDispatchInfo.Capture(error);
            }
        }

        failure?.Throw();
    }
}
