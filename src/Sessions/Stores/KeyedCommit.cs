namespace Sessions.Stores;

/// <summary>What is remembered of a commit that carried an idempotency key.</summary>
/// <param name="Version">The version that it made.</param>
/// <param name="ContentHash">The hash of its content; zero where it cannot be compared.</param>
public readonly record struct KeyedCommit(long Version, UInt128 ContentHash);
