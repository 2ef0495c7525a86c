namespace Sessions.Stores;

/// <summary>Gathers one page from sessions offered in any order, holding no more than a page and one.</summary>
internal sealed class SessionPager
{
    private readonly SessionQuery _query;
    private readonly SessionCursor? _after;
    private readonly PriorityQueue<Session, SessionCursor> _kept = new(Comparer<SessionCursor>.Create(
        static (left, right) => SessionCursor.Compare(right, left)));

    // The place of the last that is kept.
    private SessionCursor _last;

    public SessionPager(SessionQuery query)
    {
        Check(query);
        _query = query;
        _after = SessionCursor.Parse(query);
    }

    public static void Check(SessionQuery query)
    {
        if (query.Limit is < 1 or > 1000)
        {
            throw new ArgumentOutOfRangeException(nameof(query), query.Limit, "A page holds 1 to 1,000 sessions.");
        }

        if (query.Order is < SessionOrder.NewestUpdated or > SessionOrder.Id)
        {
            throw new ArgumentOutOfRangeException(nameof(query), query.Order, "An order is one of the values of SessionOrder.");
        }
    }

    private bool IsFull => _kept.Count > _query.Limit;

    public static bool Wants(string? asked, string partition) =>
        asked is null ? !ReservedPartitions.IsReserved(partition) : asked == partition;

    public void Offer(Session session)
    {
        // Nearly all are turned away by their instant alone, which stands in the view itself. Partition and id decide only
        // between equals, and stand apart: out of many sessions every look at them is a wait for memory.
        if (IsFull && SessionCursor.IsBehind(SessionCursor.InstantOf(session, _query.Order), _last.Instant, _query.Order))
        {
            return;
        }

        var place = SessionCursor.Of(session, _query.Order);
        if (_after is { } after && SessionCursor.Compare(place, after) <= 0)
        {
            return;
        }

        // The filter is the dearer question: asked only of what would make the page.
        if (IsFull && SessionCursor.Compare(place, _last) >= 0)
        {
            return;
        }

        if (!_query.Filter.Matches(session))
        {
            return;
        }

        _kept.Enqueue(session, place);
        if (_kept.Count > _query.Limit + 1)
        {
            _kept.Dequeue();
        }

        _kept.TryPeek(out _, out _last);
    }

    public SessionPage ToPage()
    {
        var more = _kept.Count > _query.Limit;
        if (more)
        {
            _kept.Dequeue();
        }

        var sessions = new Session[_kept.Count];
        for (var i = sessions.Length - 1; i >= 0; i--)
        {
            sessions[i] = _kept.Dequeue();
        }

        return new SessionPage(sessions, more ? SessionCursor.Of(sessions[^1], _query.Order).ToString() : null, []);
    }
}
