using Sessions.Stores;
using Sessions.Stores.FileSystem;

namespace Sessions.Tests.Stores.FileSystem;

/// <summary>A projector over sessions in memory, in directories of its own.</summary>
internal sealed class ProjectionBed : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-projections-");
    private readonly List<SessionProjection> _projections = [];
    private readonly bool _symbolicLinks;
    private readonly TimeProvider _time;

    public ProjectionBed(bool symbolicLinks = true, TimeProvider? time = null)
    {
        _symbolicLinks = symbolicLinks;
        _time = time ?? TimeProvider.System;
        Layout = new FileSystemLayout(Path.Combine(_root.FullName, "store"));
        Directory.CreateDirectory(Layout.Root);
        History = new HistoryRoot(Path.Combine(_root.FullName, "history"));
        Source = new MemorySource(Layout);
        Manager = new SessionManager(Source.Store);
        Projector = Open();
    }

    public FileSystemLayout Layout { get; }

    public HistoryRoot History { get; }

    public MemorySource Source { get; }

    public SessionManager Manager { get; }

    public ProjectorEvents Events { get; private set; } = new();

    public Projector Projector { get; private set; }

    public string Root => _root.FullName;

    /// <summary>Another projector on the same directory, as another process would have it.</summary>
    public Projector Open(bool check = false)
    {
        Events = new ProjectorEvents();
        var projection = new SessionProjection(Layout, History, Source, _symbolicLinks);
        _projections.Add(projection);
        return new Projector(
            projection, Layout, TimeSpan.FromMilliseconds(500), check, _time, Events);
    }

    public async Task ReopenAsync()
    {
        await Projector.DisposeAsync();
        Projector = Open(check: true);
    }

    public async Task<Session> UpdateAsync(SessionKey key, Action<SessionUpdate> update, CommitOptions options = default)
    {
        var manager = key.Partition.Length == 0 ? Manager : Manager.ForPartition(key.Partition);
        await manager.GetOrCreateAsync(key.Id);
        var view = await manager.UpdateAsync(key.Id, update, options);
        Source.Grew(key);
        Projector.Changed(key);
        return view;
    }

    public ValueTask FlushAsync() => Projector.FlushAsync(CancellationToken.None);

    public ProjectionPaths PathsOf(SessionKey key) => new(Layout.FolderOf(key));

    public ValueTask VerifyAsync(SessionKey key) => Projected.VerifyAsync(Source.Store, key, PathsOf(key), History, _symbolicLinks);

    public async ValueTask DisposeAsync()
    {
        await Projector.DisposeAsync();
        await Source.DisposeAsync();
        _projections.ForEach(projection => projection.Dispose());
        _root.Delete(recursive: true);
    }
}
