namespace Sessions.Benchmarks.Quick;

/// <summary>What one operation costs: medians over interleaved rounds.</summary>
internal readonly record struct Figure(double Nanoseconds, double Bytes);
