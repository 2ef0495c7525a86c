namespace Sessions.Stores.Files;

/// <summary>How a catalog works.</summary>
internal sealed record CatalogOptions
{
    /// <summary>Whether a mark is on the disk before the change that it announces: a list then survives power loss as commits do.</summary>
    public bool FlushToDisk { get; init; }

    /// <summary>Where the beat comes from that sums up quiet sessions: real time, whatever clock the sessions go by.</summary>
    public TimeProvider Timers { get; init; } = TimeProvider.System;

    /// <summary>How long between two beats; a session is summed up at the second beat after its last change.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>From which size on a generation may be compacted, in bytes.</summary>
    public long CompactFrom { get; init; } = 1024 * 1024;

    /// <summary>Hears that the file is about to be flushed; what it throws counts as the disk's own failure.</summary>
    public Action<string>? OnFlush { get; init; }

    /// <summary>Hears what keeps the catalog from being written or read, once until it works again. It is tried again at each beat.</summary>
    public Action<Exception>? OnFailed { get; init; }
}
