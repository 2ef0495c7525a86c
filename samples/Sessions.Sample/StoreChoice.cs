namespace Sessions.Sample;

/// <summary>Where the command line wants sessions kept.</summary>
/// <param name="Kind">The store; null leaves it to the environment, and to the memory of the process where that is silent.</param>
/// <param name="Path">The directory or file; null for the store's default.</param>
/// <param name="Connection">The connection string of a database; null leaves it to the environment.</param>
internal sealed record StoreChoice(StoreKind? Kind = null, string? Path = null, string? Connection = null);
