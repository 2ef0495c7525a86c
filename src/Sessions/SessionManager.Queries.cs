using Sessions.Stores;

namespace Sessions;

public sealed partial class SessionManager
{
    /// <summary>Lists a page of the partition's sessions.</summary>
    /// <param name="filter">Which; all when left out.</param>
    /// <param name="order">In which order.</param>
    /// <param name="limit">At most so many, 1 to 1,000.</param>
    /// <param name="cursor">Where the page before ended; null for the first page.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public ValueTask<SessionPage> ListAsync(
        SessionFilter? filter = null,
        SessionOrder order = SessionOrder.NewestUpdated,
        int limit = 100,
        string? cursor = null,
        CancellationToken cancellationToken = default) =>
        TraceAsync(
            null,
            (query: new SessionQuery { Partition = Partition, Filter = Checked(filter), Order = order, Limit = limit, Cursor = cursor }, cancellationToken),
            static (manager, a) => manager._store.QueryAsync(a.query, a.cancellationToken));

    /// <summary>Counts the partition's sessions.</summary>
    public ValueTask<long> CountAsync(SessionFilter? filter = null, CancellationToken cancellationToken = default) =>
        TraceAsync(
            null,
            (filter: Checked(filter), cancellationToken),
            static (manager, a) => manager._store.CountAsync(manager.Partition, a.filter, a.cancellationToken));

    /// <summary>Deletes the sessions of the partition that a filter names.</summary>
    /// <returns>How many were deleted.</returns>
    public ValueTask<long> DeleteWhereAsync(SessionFilter filter, CancellationToken cancellationToken = default)
    {
        Deciding.Refuse();
        ArgumentNullException.ThrowIfNull(filter);
        SessionFilterRules.Validate(filter);
        return TraceAsync(null, (filter, cancellationToken), static (manager, a) => manager.DeleteAllAsync(a.filter, a.cancellationToken));
    }

    private async ValueTask<long> DeleteAllAsync(SessionFilter filter, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        var query = new SessionQuery { Partition = Partition, Filter = filter, Order = SessionOrder.OldestCreated, Limit = 1000 };
        do
        {
            var page = await _store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (var session in page.Sessions)
            {
                if (await _store.DeleteAsync(session.Key, session.Incarnation, cancellationToken).ConfigureAwait(false))
                {
                    deleted++;
                }
            }

            query = query with { Cursor = page.Next };
        }
        while (query.Cursor is not null);

        return deleted;
    }

    /// <summary>The figures of a session.</summary>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    public ValueTask<SessionStatistics> GetStatisticsAsync(string id, CancellationToken cancellationToken = default) =>
        TraceAsync(id, (id, cancellationToken), static (manager, a) => manager.StatisticsOfAsync(a.id, a.cancellationToken));

    private async ValueTask<SessionStatistics> StatisticsOfAsync(string id, CancellationToken cancellationToken) =>
        new(await _store.FindAsync(KeyOf(id), cancellationToken).ConfigureAwait(false) ?? throw new SessionNotFoundException(id), _store.UtcNow);

    private static SessionFilter Checked(SessionFilter? filter) => filter is null ? SessionFilter.All : SessionFilterRules.Validate(filter);
}
