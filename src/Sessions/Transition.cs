namespace Sessions;

/// <summary>A switch from one channel to another that has begun and not yet been completed.</summary>
/// <param name="From">The channel left.</param>
/// <param name="To">The channel gone to.</param>
/// <param name="BegunAt">When it began (UTC).</param>
/// <param name="Version">The version of the event that began it.</param>
public sealed record Transition(Channel From, Channel To, DateTimeOffset BegunAt, long Version);
