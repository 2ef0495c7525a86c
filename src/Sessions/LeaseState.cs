namespace Sessions;

/// <summary>The lease on a session, as a view shows it.</summary>
/// <param name="Holder">Who holds it, in the holder's own words.</param>
/// <param name="FencingToken">Its fencing token; the next lease on this session has a greater one.</param>
/// <param name="ExpiresAt">When it ends unless renewed (UTC).</param>
public sealed record LeaseState(string Holder, long FencingToken, DateTimeOffset ExpiresAt);
