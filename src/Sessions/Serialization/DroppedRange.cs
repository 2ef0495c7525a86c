namespace Sessions.Serialization;

/// <summary>Versions that compaction took out of a log, so that the gap can be proven.</summary>
internal sealed record DroppedRange(long At, long From, long Through);
