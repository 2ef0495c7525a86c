namespace Sessions;

/// <summary>What proves that a caller holds the lease of a session.</summary>
/// <param name="Incarnation">The incarnation that was leased.</param>
/// <param name="FencingToken">The fencing token; it only ever grows within an incarnation.</param>
public readonly record struct LeaseToken(string Incarnation, long FencingToken);
