namespace Sessions.Benchmarks.Quick;

/// <summary>Something to be measured, in batches.</summary>
/// <param name="Operations">How many operations a batch has.</param>
/// <param name="Run">One batch.</param>
internal sealed record Subject(int Operations, Action Run)
{
    /// <summary>Runs before each batch, outside of the measurement.</summary>
    public Action? Prepare { get; init; }
}
