namespace Sessions.Stores.Files;

internal sealed partial class Catalog
{
    /// <inheritdoc/>
    public async ValueTask<SessionPage> QueryAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        SessionPager.Check(query);
        var after = SessionCursor.Parse(query);
        var (table, damaged) = await LookAtMarkedAsync(cancellationToken).ConfigureAwait(false);
        var walk = new SummaryWalk(table, query.Partition, query.Filter, (SummaryPlace)query.Order, after);
        var page = new PageDraft(query, after);
        var now = _source.Now;
        while (page.Missing > 0 && !walk.IsOver)
        {
            foreach (var summary in walk.Next(page.Missing, now))
            {
                // A condition that only views can answer may open many for few.
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    if (await OpenAsync(table, summary, cancellationToken).ConfigureAwait(false) is { } view
                        && !view.IsExpired(now) && query.Filter.Matches(view))
                    {
                        page.Add(view);
                    }
                }
                catch (SessionDamagedException error)
                {
                    page.AddUnreadable(PlaceOf(summary, query.Order), error);
                }
            }
        }

        // A damaged session of which nothing is known has no place in any order: it stands on the first page.
        var lost = after is null
            ? damaged.Where(pair => SessionPager.Wants(query.Partition, pair.Key.Partition)).Select(static pair => pair.Value)
            : [];
        return page.ToPage(walk.IsOver ? null : PlaceOf(walk.Last!, query.Order), lost);
    }

    /// <inheritdoc/>
    public async ValueTask<long> CountAsync(string? partition, SessionFilter filter, CancellationToken cancellationToken = default)
    {
        var (table, _) = await LookAtMarkedAsync(cancellationToken).ConfigureAwait(false);
        var now = _source.Now;
        var walk = new SummaryWalk(table, partition, filter, SummaryPlace.NewestUpdated, after: null);
        var count = walk.CountLive(now, out var unsure);
        foreach (var summary in unsure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (await OpenAsync(table, summary, cancellationToken).ConfigureAwait(false) is { } view
                    && !view.IsExpired(now) && filter.Matches(view))
                {
                    count++;
                }
            }
            catch (SessionDamagedException)
            {
                // Whether it lives and is wanted cannot be told; a list reports it.
            }
        }

        return count;
    }

    private static SessionCursor PlaceOf(Summary summary, SessionOrder order) =>
        new(order, new SummaryOrder(SummaryScope.All, (SummaryPlace)order).InstantOf(summary), summary.Partition, summary.Id);

    /// <summary>
    /// Opens what others may be changing just now, so that the table is right about it; what this writer changes it knows.
    /// </summary>
    /// <returns>The table, and what could not be read and is not in it.</returns>
    private async ValueTask<(CatalogTable Table, Dictionary<SessionKey, SessionDamagedException> Damaged)> LookAtMarkedAsync(
        CancellationToken cancellationToken)
    {
        var table = await RefreshAsync(cancellationToken).ConfigureAwait(false);
        var damaged = new Dictionary<SessionKey, SessionDamagedException>();
        List<SessionKey> marked = [];
        lock (table.Gate)
        {
            foreach (var (key, writers) in table.Marks)
            {
                if (writers.Length > 1 || writers[0] != _writer)
                {
                    marked.Add(key);
                }
            }
        }

        foreach (var key in marked)
        {
            Summary? known;
            lock (table.Gate)
            {
                known = table.Find(key);
            }

            try
            {
                var view = await _source.FindStoredAsync(key, cancellationToken).ConfigureAwait(false);
                Take(table, key, known, view);
            }
            catch (SessionDamagedException error)
            {
                if (known is null)
                {
                    damaged[key] = error;
                }
            }
        }

        if (marked.Count > 0)
        {
            // Perhaps their writers are dead, and this one has to speak for them.
            Wake();
        }

        return (table, damaged);
    }

    private async ValueTask<Session?> OpenAsync(CatalogTable table, Summary summary, CancellationToken cancellationToken)
    {
        var view = await _source.FindStoredAsync(summary.Key, cancellationToken).ConfigureAwait(false);
        var now = _source.Now;
        if (view is null)
        {
            // Nobody told that it went: whoever removed it died, or its files were taken away.
            _own.TellGone(summary.Key, summary.Incarnation);
        }
        else if (summary.Expiry <= now && !view.IsExpired(now))
        {
            // It was used since, and lives on: told, so that nobody asks again at every pass.
            _own.Tell(view);
        }

        Take(table, summary.Key, summary, view);
        return view;
    }

    private void Take(CatalogTable table, SessionKey key, Summary? known, Session? view)
    {
        lock (table.Gate)
        {
            if (view is not null)
            {
                var found = Summary.Of(view);
                found.IsDead = view.IsExpired(_source.Now);
                table.Apply(found);
            }
            else if (known is not null)
            {
                table.Remove(key, known.Incarnation);
            }
        }
    }
}
