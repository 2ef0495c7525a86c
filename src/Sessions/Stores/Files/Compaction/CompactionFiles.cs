namespace Sessions.Stores.Files;

/// <summary>The log that is compacted, opened for this alone, and the new file that it is to go on in.</summary>
internal sealed class CompactionFiles(LogFile source, LogFile target) : IDisposable
{
    // No other file gets this number as long as the source is open.
    private readonly FileIdentity? _identity = IdentityOf(source.Path);

    public LogFile Source => source;

    public LogFile Target => target;

    /// <summary>Whether the new file may be in use: from then on it is not deleted, and somebody else's to close.</summary>
    public bool IsTaken { get; set; }

    /// <summary>
    /// Under the lock: whether both are there under their names. A session that was removed and brought in again, as the same
    /// incarnation, has another log, and took the new file with it.
    /// </summary>
    public bool AreInPlace => File.Exists(target.Path) && IdentityOf(source.Path) == _identity;

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

    private static FileIdentity? IdentityOf(string path) =>
        !OperatingSystem.IsWindows() && FileIdentity.TryGet(path, out var identity) ? identity : null;
}
