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

    /// <summary>The view as it stands in the log, and the file that it stands in; null where there is no session.</summary>
    public async ValueTask<(Session View, string File)?> FindWithFileAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(
            key, static (SessionLog _, in LogReading reading) => Tuple.Create(reading.View!, reading.Open!.File.Path), cancellationToken).ConfigureAwait(false);
        return found is null ? null : (found.Item1, found.Item2);
    }

    /// <summary>Commits after a version, those that compaction left; null where there is no session.</summary>
    public ValueTask<LogPage?> ReadKeptAsync(SessionKey key, long afterVersion, int limit, CancellationToken cancellationToken)
    {
        ThrowIfOver(cancellationToken);
        return ReadAsync(
            key,
            (SessionLog _, in LogReading reading) => new LogPage(reading.View!, SessionLog.ReadKept(reading, afterVersion, limit), 0),
            cancellationToken);
    }
}
