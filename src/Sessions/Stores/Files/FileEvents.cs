namespace Sessions.Stores.Files;

/// <summary>Tells and counts what happened to files, for diagnostics.</summary>
internal sealed class FileEvents
{
    private long _tornTails;
    private long _damaged;

    /// <summary>A torn tail was cut: the session, its log, how many bytes, and where they are kept.</summary>
    public event Action<SessionKey, string, long, string>? OnTornTailCut;

    /// <summary>A session could not be read.</summary>
    public event Action<SessionDamagedException>? OnDamaged;

    /// <summary>A log could not be compacted; it stays as it is.</summary>
    public event Action<SessionKey, Exception>? OnCompactionFailed;

    /// <summary>The catalog of a directory could not be written or read.</summary>
    public event Action<string, Exception>? OnCatalogFailed;

    /// <summary>A file is about to be flushed to the disk. What a listener throws counts as the disk's own failure, which no test can order.</summary>
    public event Action<string>? OnFlush;

    public long TornTails => Interlocked.Read(ref _tornTails);

    public long Damages => Interlocked.Read(ref _damaged);

    public void Flushing(string path) => OnFlush?.Invoke(path);

    public void TornTailCut(SessionKey key, string path, long bytes, string kept)
    {
        Interlocked.Increment(ref _tornTails);
        OnTornTailCut?.Invoke(key, path, bytes, kept);
    }

    public void CatalogFailed(string directory, Exception error) => OnCatalogFailed?.Invoke(directory, error);

    public void CompactionFailed(SessionKey key, Exception error) => OnCompactionFailed?.Invoke(key, error);

    public void Damaged(SessionDamagedException error)
    {
        Interlocked.Increment(ref _damaged);
        OnDamaged?.Invoke(error);
    }
}
