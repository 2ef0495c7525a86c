using Sessions.Stores.FileSystem;

namespace Sessions.Tests.Stores.FileSystem;

/// <summary>Filesystem stores on one directory and one history.</summary>
internal sealed class StoreBed : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-filesystem-");
    private readonly List<FileSystemStore> _open = [];

    public string Path => System.IO.Path.Combine(_root.FullName, "store");

    public string History => System.IO.Path.Combine(_root.FullName, "history");

    public string FolderOf(SessionKey key) => new FileSystemLayout(Path).FolderOf(key);

    public FileSystemStore Open(FileSystemStoreOptions? options = null, TimeProvider? time = null)
    {
        var store = new FileSystemStore(Path, History, options, time);
        _open.Add(store);
        return store;
    }

    public ValueTask VerifyAsync(FileSystemStore store, SessionKey key) =>
        Projected.VerifyAsync(store, key, new ProjectionPaths(FolderOf(key)), new HistoryRoot(History));

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
        {
            await store.DisposeAsync();
        }

        _root.Delete(recursive: true);
    }
}
