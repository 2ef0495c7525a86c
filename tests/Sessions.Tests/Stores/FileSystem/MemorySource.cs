using System.Collections.Concurrent;
using Sessions.Stores;
using Sessions.Stores.FileSystem;
using Sessions.Stores.InMemory;

namespace Sessions.Tests.Stores.FileSystem;

/// <summary>Sessions in memory, with a folder and something that grows like a log for each: all that a projector needs.</summary>
internal sealed class MemorySource(FileSystemLayout layout) : IProjectionSource, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SessionKey> _keys = new();

    public InMemoryStore Store { get; } = new();

    /// <summary>Called before a page of the log is read.</summary>
    public Func<SessionKey, ValueTask>? Reading { get; set; }

    public void Grew(SessionKey key)
    {
        var folder = layout.FolderOf(key);
        _keys[folder] = key;
        Directory.CreateDirectory(folder);
        File.AppendAllText(layout.LogOf(key), "x\n");
    }

    public async ValueTask DeleteAsync(SessionKey key)
    {
        await Store.DeleteAsync(key);
        File.Delete(layout.LogOf(key));
        _keys.TryRemove(layout.FolderOf(key), out _);
    }

    public ValueTask<Session?> FindStoredAsync(SessionKey key, CancellationToken cancellationToken) => Store.FindAsync(key, cancellationToken);

    public async ValueTask<LogPage?> ReadLogAsync(SessionKey key, long afterVersion, int limit, CancellationToken cancellationToken)
    {
        if (Reading is not null)
        {
            await Reading(key);
        }

        return await Store.ReadLogAsync(key, afterVersion, limit, cancellationToken);
    }

    public long LogLength(string folder) => FileStamp.Of(Path.Combine(folder, FileSystemLayout.LogName)).Length;

    public SessionKey? KeyOf(string folder) => _keys.TryGetValue(folder, out var key) ? key : null;

    public ValueTask RemoveFolderAsync(SessionKey key, bool everything, CancellationToken cancellationToken)
    {
        if (!File.Exists(layout.LogOf(key)))
        {
            SessionFolder.Remove(layout.FolderOf(key), everything);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
