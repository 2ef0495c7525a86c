namespace Sessions.Stores.Files;

/// <summary>The log that is compacted, opened for this alone, and the new file that it is to go on in.</summary>
internal sealed class CompactionFiles(LogFile source, LogFile target) : IDisposable
{
    public LogFile Source => source;

    public LogFile Target => target;

    /// <summary>Whether the new file may be in use: from then on it is not deleted, and somebody else's to close.</summary>
    public bool IsTaken { get; set; }

    public void Dispose()
    {
        source.Dispose();
        if (IsTaken)
        {
            return;
        }

        target.Dispose();
        try
        {
            File.Delete(target.Path);
        }
        catch (DirectoryNotFoundException)
        {
            // The session was removed meanwhile, with its folder.
        }
    }
}
