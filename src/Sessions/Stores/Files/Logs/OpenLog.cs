namespace Sessions.Stores.Files;

/// <summary>A log that is open: its file, and what of it is held in memory. Never another file, so that both always belong together.</summary>
internal sealed class OpenLog(LogFile file)
{
    public LogFile File { get; } = file;

    public LogTail Tail { get; } = new();

    /// <summary>Up to where it is known to be on the disk. Changed under the gate of the log's flushing.</summary>
    public long FlushedEnd { get; set; }

    /// <summary>Whether the directory does not yet know of the file for good.</summary>
    public bool IsNew { get; set; }
}
