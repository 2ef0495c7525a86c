namespace Sessions;

/// <summary>What proves that a caller holds the lease of a session.</summary>
/// <param name="Incarnation">The incarnation that was leased.</param>
/// <param name="FencingToken">The fencing token; it only ever grows within an incarnation, also when that is brought back from an archive. Its value says nothing else.</param>
public readonly record struct LeaseToken(string Incarnation, long FencingToken);
