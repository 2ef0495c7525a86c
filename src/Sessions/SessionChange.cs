using Sessions.Stores;

namespace Sessions;

/// <summary>One step of a change feed.</summary>
public abstract record SessionChange
{
    private SessionChange()
    {
    }

    /// <summary>An event happened. Events come in the order of their versions, each once.</summary>
    /// <param name="Event">The event.</param>
    public sealed record Happened(SessionEvent Event) : SessionChange;

    /// <summary>Events up to a version are not kept any more. Take the view as it is now; the feed goes on after its version.</summary>
    /// <param name="Session">The current view.</param>
    /// <param name="DroppedThrough">The version of the last event that is missing.</param>
    public sealed record Gap(Session Session, long DroppedThrough) : SessionChange;

    /// <summary>The session is gone, and the feed ends with this.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Ended(RemovalReason Reason) : SessionChange;
}
