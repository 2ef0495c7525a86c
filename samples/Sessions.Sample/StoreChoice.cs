namespace Sessions.Sample;

/// <summary>Where the command line wants sessions kept.</summary>
/// <param name="Kind">The store; null leaves it to the environment, and to the memory of the process where that is silent.</param>
/// <param name="Path">The directory; null for the store's default.</param>
internal sealed record StoreChoice(StoreKind? Kind = null, string? Path = null);
