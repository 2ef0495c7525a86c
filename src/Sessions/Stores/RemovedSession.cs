namespace Sessions.Stores;

/// <summary>A session that cleanup took.</summary>
/// <param name="Session">Its last view.</param>
/// <param name="Reason">Why it was taken.</param>
public readonly record struct RemovedSession(Session Session, RemovalReason Reason);
