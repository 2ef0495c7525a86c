namespace Sessions.Stores;

/// <summary>What came of a commit.</summary>
/// <param name="Session">The current view.</param>
/// <param name="Version">The version that this commit made; for a repetition, the version that the first one made.</param>
/// <param name="Replayed">Whether the idempotency key was known, so that nothing was appended.</param>
public readonly record struct CommitResult(Session Session, long Version, bool Replayed = false);
