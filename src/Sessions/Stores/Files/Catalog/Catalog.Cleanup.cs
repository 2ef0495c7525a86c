namespace Sessions.Stores.Files;

internal sealed partial class Catalog
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SessionKey>> CandidatesAsync(
        CleanupRule rule, long now, int limit, CancellationToken cancellationToken = default)
    {
        var (table, _) = await LookAtMarkedAsync(cancellationToken).ConfigureAwait(false);
        var found = new HashSet<SessionKey>();
        if (rule.Expired)
        {
            await GatherAsync(SummaryPlace.Expiry, now).ConfigureAwait(false);
        }

        if (rule.FinishedFor is { } finished)
        {
            await GatherAsync(SummaryPlace.Finished, now - finished.Ticks).ConfigureAwait(false);
        }

        if (rule.UnusedFor is { } unused)
        {
            await GatherAsync(SummaryPlace.LastUsed, now - unused.Ticks).ConfigureAwait(false);
        }

        return [.. found];

        async ValueTask GatherAsync(SummaryPlace place, long through)
        {
            Summary? last = null;
            while (found.Count < limit)
            {
                var due = Due(table, place, through, last, rule.Partition, limit - found.Count);
                foreach (var summary in due)
                {
                    last = summary;
                    if (!found.Contains(summary.Key) && await IsTakenAsync(table, summary, rule, now, cancellationToken).ConfigureAwait(false))
                    {
                        found.Add(summary.Key);
                    }
                }

                if (due.Count == 0)
                {
                    return;
                }
            }
        }
    }

    /// <summary>The next few whose instant has come, as their summaries say.</summary>
    private static List<Summary> Due(CatalogTable table, SummaryPlace place, long through, Summary? after, string? partition, int count)
    {
        var due = new List<Summary>();
        lock (table.Gate)
        {
            var index = table.IndexOf(SummaryScope.All, place);
            foreach (var summary in index.From(after ?? index.Order.Probe(scopeName: null, after: null)))
            {
                if (index.Order.InstantOf(summary) > through || due.Count == count)
                {
                    break;
                }

                if (SessionPager.Wants(partition, summary.Partition))
                {
                    due.Add(summary);
                }
            }
        }

        return due;
    }

    private async ValueTask<bool> IsTakenAsync(
        CatalogTable table, Summary summary, CleanupRule rule, long now, CancellationToken cancellationToken)
    {
        try
        {
            if (await OpenAsync(table, summary, cancellationToken).ConfigureAwait(false) is not { } view)
            {
                return false;
            }

            if (rule.Takes(view, now) is not null)
            {
                return true;
            }

            if (summary.LastUsed != view.LastUsedTicks || summary.Pinned != view.Pinned)
            {
                _own.Tell(view);
            }

            return false;
        }
        catch (SessionDamagedException)
        {
            // Nothing damaged is removed by itself.
            return false;
        }
    }
}
