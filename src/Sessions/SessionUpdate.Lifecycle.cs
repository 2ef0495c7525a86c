using Sessions.Events;

namespace Sessions;

public sealed partial class SessionUpdate
{
    /// <summary>Keeps the session from cleanup whatever its age.</summary>
    public SessionUpdate Pin() => Add(new PinChanged(true));

    /// <summary>Gives the session back to cleanup.</summary>
    public SessionUpdate Unpin() => Add(new PinChanged(false));

    /// <summary>Lays an active session to rest.</summary>
    public SessionUpdate Pause(string? reason = null) => Add(new StatusChanged(SessionStatus.Paused, Text(reason)));

    /// <summary>Takes up a paused session.</summary>
    public SessionUpdate Resume() => Add(new StatusChanged(SessionStatus.Active));

    /// <summary>Finishes the session with success.</summary>
    public SessionUpdate Complete(string? reason = null) => Add(new StatusChanged(SessionStatus.Completed, Text(reason)));

    /// <summary>Finishes the session without success.</summary>
    public SessionUpdate Fail(string? reason = null) => Add(new StatusChanged(SessionStatus.Failed, Text(reason)));

    /// <summary>Gives the session up.</summary>
    public SessionUpdate Abandon(string? reason = null) => Add(new StatusChanged(SessionStatus.Abandoned, Text(reason)));

    /// <summary>Takes up a finished session again.</summary>
    public SessionUpdate Reopen(string? reason = null) =>
        Add(new StatusChanged(SessionStatus.Active, Text(reason), reopened: true));
}
