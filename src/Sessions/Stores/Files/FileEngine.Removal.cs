namespace Sessions.Stores.Files;

internal sealed partial class FileEngine
{
    public async ValueTask<IReadOnlyList<RemovedSession>> TakeAsync(CleanupRule rule, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ThrowIfOver(cancellationToken);
        var taken = new List<RemovedSession>();
        if (rule.Expired)
        {
            await TakeReplacedAsync(rule, limit, taken, cancellationToken).ConfigureAwait(false);
        }

        while (taken.Count < limit && !cancellationToken.IsCancellationRequested)
        {
            var before = taken.Count;
            var wanted = limit - taken.Count;
            var candidates = await Catalog.CandidatesAsync(rule, Now, wanted, cancellationToken).ConfigureAwait(false);
            await TakeAllAsync(rule, candidates, taken, cancellationToken).ConfigureAwait(false);
            if (rule.DryRun || candidates.Count < wanted || taken.Count == before)
            {
                break;
            }
        }

        return taken;
    }

    private async ValueTask TakeAllAsync(
        CleanupRule rule, IReadOnlyList<SessionKey> candidates, List<RemovedSession> taken, CancellationToken cancellationToken)
    {
        foreach (var key in candidates)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            // From here on it is taken or not, whatever happens to the batch: what was taken must be told.
            using var change = await AnnounceAsync(key, CancellationToken.None).ConfigureAwait(false);
            if (await RunAsync(key, Take, CancellationToken.None).ConfigureAwait(false) is { } removed)
            {
                taken.Add(removed);
            }
        }

        RemovedSession? Take(SessionLog log, ref LogBatch batch)
        {
            if (batch.View is not { } view || rule.Takes(view, Now) is not { } reason)
            {
                return null;
            }

            if (!rule.DryRun)
            {
                log.Remove(ref batch, reason);
            }

            return new RemovedSession(view, reason);
        }
    }

    /// <summary>Expired sessions whose id was taken again before any cleanup came by.</summary>
    private async ValueTask TakeReplacedAsync(
        CleanupRule rule, int limit, List<RemovedSession> taken, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Layout.ExpiredDirectory))
        {
            return;
        }

        foreach (var path in Directory.EnumerateFiles(Layout.ExpiredDirectory))
        {
            if (taken.Count >= limit || cancellationToken.IsCancellationRequested)
            {
                return;
            }

            if (HeaderReader.TryRead(path) is { } key && SessionPager.Wants(rule.Partition, key.Partition)
                && await RunAsync(key, Take, CancellationToken.None).ConfigureAwait(false) is { } removed)
            {
                taken.Add(removed);
            }

            RemovedSession? Take(SessionLog log, ref LogBatch batch)
            {
                using var file = LogFile.TryOpenToRead(path);
                if (file is null)
                {
                    return null;
                }

                var fold = LogReader.Begin(file, log.Key, null);
                Repair.Read(file, log.Key, fold);
                if (!rule.DryRun)
                {
                    File.Delete(path);
                }

                return fold.View is { } view ? new RemovedSession(view, RemovalReason.Expired) : null;
            }
        }
    }
}
