namespace Sessions.Stores.FileSystem;

/// <summary>Tells and counts what came of projecting, for diagnostics.</summary>
internal sealed class ProjectorEvents
{
    private long _runs;
    private long _failures;

    /// <summary>The projections of a session could not be written; they are tried again.</summary>
    public event Action<SessionKey, Exception>? OnFailed;

    /// <summary>How often a session was brought up to date.</summary>
    public long Runs => Interlocked.Read(ref _runs);

    /// <summary>How often that failed.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    public void Succeeded() => Interlocked.Increment(ref _runs);

    public void Failed(SessionKey key, Exception error)
    {
        Interlocked.Increment(ref _failures);
        OnFailed?.Invoke(key, error);
    }
}
