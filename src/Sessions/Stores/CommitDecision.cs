namespace Sessions.Stores;

/// <summary>
/// Decides on the current view what to append. A pure function: a store may run it more than once, and only the last run
/// counts, and on any thread, in the execution context of whoever else commits: what it needs, it was given. It throws to refuse, and nothing
/// has changed then.
/// </summary>
/// <param name="current">The view; null where there is no session, or only an expired one.</param>
/// <param name="now">The store's time.</param>
public delegate Decision CommitDecision(Session? current, DateTimeOffset now);
