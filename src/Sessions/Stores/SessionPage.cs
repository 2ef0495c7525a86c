namespace Sessions.Stores;

/// <summary>One page of a list of sessions.</summary>
/// <param name="Sessions">The sessions, in the order asked for.</param>
/// <param name="Next">The cursor of the next page; null when this is the last.</param>
/// <param name="Unreadable">What could not be read and is therefore missing here: damaged sessions, by key and error.</param>
public sealed record SessionPage(
    IReadOnlyList<Session> Sessions, string? Next, IReadOnlyList<SessionDamagedException> Unreadable);
