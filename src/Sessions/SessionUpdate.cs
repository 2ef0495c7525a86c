using Sessions.Events;

namespace Sessions;

/// <summary>
/// A commit in the making: everything asked of it happens together or not at all. It is good only inside the function that
/// was given it, and that function may be run more than once; afterwards it takes no change any more.
/// </summary>
public sealed partial class SessionUpdate
{
    private Session _current;
    private DateTimeOffset _now;
    private SessionEvent? _first;
    private List<SessionEvent>? _rest;
    private SortedMap<JsonText>? _set;
    private List<string>? _removed;
    private bool _closed;

    internal SessionUpdate(Session current, DateTimeOffset now)
    {
        _current = current;
        _now = now;
    }

    /// <summary>
    /// The session as it is before this commit. A change that looks at it depends on it: it is run again when the session has
    /// moved on, and its content is not compared when its idempotency key is repeated.
    /// </summary>
    public Session Session
    {
        get
        {
            DependsOnView = true;
            return _current;
        }
    }

    /// <summary>
    /// The store's time (UTC). A change that looks at it is another one at another time, and its content is not compared when
    /// its idempotency key is repeated.
    /// </summary>
    public DateTimeOffset Now
    {
        get
        {
            DependsOnView = true;
            return _now;
        }
    }

    internal bool DependsOnView { get; private set; }

    /// <summary>Makes it as good as new, for whoever knows that nobody else has kept it.</summary>
    internal void Restart(Session current, DateTimeOffset now)
    {
        (_current, _now) = (current, now);
        (_first, _rest, _set, _removed) = (null, null, null, null);
        (_closed, DependsOnView) = (false, false);
    }

    internal SessionEvent[] ToEvents()
    {
        FlushState();
        _closed = true;
        return _first is null ? [] : _rest is null ? [_first] : [_first, .. _rest];
    }

    private SessionUpdate Add(SessionEvent change)
    {
        RefuseLate();
        FlushState();
        return Append(change);
    }

    /// <summary>A change asked for too late would be lost without a word: by an object that was kept, or behind an await.</summary>
    private void RefuseLate()
    {
        if (_closed)
        {
            throw new InvalidOperationException(
                "This update is over: its changes were gathered when the function that was given it returned. Ask for them within the function, which cannot await; await what it needs before the update.");
        }
    }

    /// <summary>
    /// Events stand in the order in which they were asked for: what was set before a session is completed is set before it
    /// is completed. Only neighbouring changes of the state become one event.
    /// </summary>
    private void FlushState()
    {
        if (_set is null && _removed is null)
        {
            return;
        }

        var (set, removed) = (_set, _removed);
        (_set, _removed) = (null, null);
        Append(new StateChanged(set ?? SortedMap<JsonText>.Empty, removed is null ? [] : [.. removed]));
    }

    private SessionUpdate Append(SessionEvent change)
    {
        if (_first is null)
        {
            _first = change;
        }
        else
        {
            (_rest ??= []).Add(change);
        }

        return this;
    }
}
