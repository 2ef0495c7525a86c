namespace Sessions.Stores.Files;

/// <summary>A log that is open: its file, and what of it is held in memory. Never another file, so that both always belong together.</summary>
internal sealed class OpenLog(LogFile file)
{
    private volatile IOException? _failure;

    public LogFile File { get; } = file;

    public LogTail Tail { get; } = new();

    /// <summary>Up to where it is known to be on the disk. Changed under the gate of the log's flushing.</summary>
    public long FlushedEnd { get; set; }

    /// <summary>
    /// Why it could not be flushed. Nothing that is held of it is trusted from then on; whoever has the slot next closes it and
    /// reads the file again. Until then it stays open: he may be at work on it just now.
    /// </summary>
    public IOException? Failure
    {
        get => _failure;
        set => _failure = value;
    }

    /// <summary>Whether it must be read again.</summary>
    public bool IsLost => _failure is not null || File.IsClosed;

    /// <summary>Whether the directory may not yet know of the file for good.</summary>
    public bool IsNew { get; set; }
}
