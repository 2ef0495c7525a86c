namespace Sessions.Stores;

/// <summary>A part of a session's log.</summary>
/// <param name="Session">The view at the time of reading.</param>
/// <param name="Commits">The commits, in order; the first may begin before the version asked for, since a commit is read whole.</param>
/// <param name="DroppedThrough">
/// Events up to this version were asked for and are not kept any more; zero when nothing is missing.
/// </param>
public sealed record LogPage(Session Session, IReadOnlyList<Commit> Commits, long DroppedThrough);
