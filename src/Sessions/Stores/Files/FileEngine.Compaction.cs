namespace Sessions.Stores.Files;

internal sealed partial class FileEngine
{
    /// <summary>Drops what is superseded behind the horizon from a log, now.</summary>
    /// <returns>Whether the log was written anew.</returns>
    public ValueTask<bool> CompactAsync(SessionKey key, CancellationToken cancellationToken)
    {
        ThrowIfOver(cancellationToken);
        return Compactor.CompactAsync(key, cancellationToken);
    }

    /// <summary>Commits after a version, those that compaction left, expired or not; null where there is no session.</summary>
    public ValueTask<LogPage?> ReadKeptAsync(SessionKey key, long afterVersion, int limit, CancellationToken cancellationToken)
    {
        ThrowIfOver(cancellationToken);
        return ReadStoredAsync(
            key,
            (SessionLog _, in LogReading reading) => new LogPage(reading.View!, SessionLog.ReadKept(reading, afterVersion, limit), 0),
            cancellationToken);
    }
}
