namespace Sessions.Stores.Files;

/// <summary>What the engine is told by the store that it serves.</summary>
internal sealed record FileEngineOptions
{
    /// <summary>Whether a commit is answered only when it survives a loss of power.</summary>
    public bool Flush { get; init; }

    /// <summary>How many logs are kept open.</summary>
    public int MaxOpenLogs { get; init; } = 1024;

    /// <summary>How long to wait for other processes.</summary>
    public TimeSpan LockTimeout { get; init; } = FileLockSet.DefaultBound;

    /// <summary>How far back changes of the state are kept at least.</summary>
    public Horizon Horizon { get; init; } = Horizon.Default;

    /// <summary>How long a log is, in bytes, before anyone looks whether half of it could go.</summary>
    public long CompactAt { get; init; } = 1024 * 1024;

    /// <summary>Who hears of what happened to files.</summary>
    public FileEvents Events { get; init; } = new();

    /// <summary>When this machine was started (UTC): what was written before and never flushed may be lost in part.</summary>
    public DateTime MachineStart { get; init; } = Files.MachineStart.Find();
}
