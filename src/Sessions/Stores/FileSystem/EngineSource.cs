using Sessions.Stores.Files;

namespace Sessions.Stores.FileSystem;

/// <summary>Projections are made from the logs of the engine, which are read without their locks.</summary>
internal sealed class EngineSource(FileEngine engine, FileSystemLayout layout) : IProjectionSource
{
    public ValueTask<Session?> FindStoredAsync(SessionKey key, CancellationToken cancellationToken) =>
        engine.FindStoredAsync(key, cancellationToken);

    public ValueTask<LogPage?> ReadLogAsync(SessionKey key, long afterVersion, int limit, CancellationToken cancellationToken) =>
        engine.ReadKeptAsync(key, afterVersion, limit, cancellationToken);

    public long LogLength(string folder)
    {
        var log = Path.Combine(folder, FileSystemLayout.LogName);
        var length = FileStamp.Of(log).Length;
        return length < 0 ? length : length + Math.Max(0, FileStamp.Of(LogGenerations.NextOf(log)).Length);
    }

    public SessionKey? KeyOf(string folder) => HeaderReader.TryRead(Path.Combine(folder, FileSystemLayout.LogName));

    public async ValueTask RemoveFolderAsync(SessionKey key, bool everything, CancellationToken cancellationToken)
    {
        var folder = layout.FolderOf(key);
        if (Directory.Exists(folder))
        {
            await engine.WhenGoneAsync(key, () => SessionFolder.Remove(folder, everything), cancellationToken).ConfigureAwait(false);
        }
    }
}
