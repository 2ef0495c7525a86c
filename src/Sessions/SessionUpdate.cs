using Sessions.Events;

namespace Sessions;

/// <summary>
/// A commit in the making: everything asked of it happens together or not at all. It is good only inside the function that
/// was given it, and that function may be run more than once.
/// </summary>
public sealed partial class SessionUpdate
{
    private readonly Session _current;
    private SessionEvent? _first;
    private List<SessionEvent>? _rest;
    private SortedMap<JsonText>? _set;
    private List<string>? _removed;

    internal SessionUpdate(Session current, DateTimeOffset now)
    {
        _current = current;
        Now = now;
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

    /// <summary>The store's time (UTC).</summary>
    public DateTimeOffset Now { get; }

    internal bool DependsOnView { get; private set; }

    internal SessionEvent[] ToEvents()
    {
        if (_set is not null || _removed is not null)
        {
            Add(new StateChanged(_set ?? SortedMap<JsonText>.Empty, _removed ?? (IReadOnlyList<string>)[]));
        }

        return _first is null ? [] : _rest is null ? [_first] : [_first, .. _rest];
    }

    private SessionUpdate Add(SessionEvent change)
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
