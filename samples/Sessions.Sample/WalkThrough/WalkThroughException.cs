namespace Sessions.Sample.WalkThrough;

/// <summary>Something that the walk-through checks is not as it should be.</summary>
internal sealed class WalkThroughException(string message) : Exception($"The walk-through failed: {message}");
