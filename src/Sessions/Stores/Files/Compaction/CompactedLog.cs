namespace Sessions.Stores.Files;

/// <summary>A log that was written anew.</summary>
/// <param name="View">The view, with its places in the new log.</param>
/// <param name="SnapshotSize">The size of the snapshot at its end.</param>
/// <param name="Kept">How long it is without that.</param>
internal readonly record struct CompactedLog(Session View, long SnapshotSize, long Kept);
