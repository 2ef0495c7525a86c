namespace Sessions.Stores.Files;

/// <summary>
/// A page in the making. Summaries say where to look; what the page holds, and in which order, the views say that were
/// opened for it.
/// </summary>
internal sealed class PageDraft(SessionQuery query, SessionCursor? after)
{
    private readonly Dictionary<SessionKey, Session> _views = [];
    private readonly List<(SessionCursor Place, SessionDamagedException Error)> _unreadable = [];

    /// <summary>One more than asked for tells whether another page follows.</summary>
    public int Missing => query.Limit + 1 - _views.Count;

    public void Add(Session view) => _views[view.Key] = view;

    public void AddUnreadable(SessionCursor place, SessionDamagedException error) => _unreadable.Add((place, error));

    /// <param name="end">Where the walk ended; null when it came to the last. What has moved behind it comes on a later page.</param>
    /// <param name="lost">What could not be read and has no place.</param>
    public SessionPage ToPage(SessionCursor? end, IEnumerable<SessionDamagedException> lost)
    {
        var sessions = new List<(SessionCursor Place, Session View)>(_views.Count);
        foreach (var view in _views.Values)
        {
            var place = SessionCursor.Of(view, query.Order);
            if ((after is not { } start || SessionCursor.Compare(place, start) > 0)
                && (end is not { } last || SessionCursor.Compare(place, last) <= 0))
            {
                sessions.Add((place, view));
            }
        }

        sessions.Sort(static (left, right) => SessionCursor.Compare(left.Place, right.Place));
        SessionCursor? next = null;
        if (sessions.Count > query.Limit)
        {
            next = sessions[query.Limit - 1].Place;
            sessions.RemoveRange(query.Limit, sessions.Count - query.Limit);
        }
        else
        {
            // Fewer than asked for, since some moved on while the page was made: the next one goes on where this one looked last.
            next = end;
        }

        return new SessionPage(
            [.. sessions.Select(static pair => pair.View)],
            next?.ToString(),
            [.. lost, .. _unreadable.Where(pair => next is not { } cut || SessionCursor.Compare(pair.Place, cut) <= 0).Select(static pair => pair.Error)]);
    }
}
