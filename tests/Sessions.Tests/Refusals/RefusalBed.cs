using System.Buffers;
using Sessions.Stores;
using Sessions.Stores.FileSystem;
using Sessions.Stores.InMemory;
using Sessions.Stores.Jsonl;
using Sessions.Testing;

namespace Sessions.Tests.Refusals;

/// <summary>A store of one kind, with one session "s" in it, and whether anything of it has changed.</summary>
internal sealed class RefusalBed : IAsyncDisposable
{
    public static readonly string[] Kinds = ["memory", "jsonl", "filesystem"];

    private readonly DirectoryInfo? _root;
    private readonly ISessionStore _store;
    private byte[] _before = [];

    private RefusalBed(string kind)
    {
        var time = new FakeTimeProvider();
        _root = kind == "memory" ? null : Directory.CreateTempSubdirectory("sessions-refusals-");
        _store = kind switch
        {
            "memory" => new InMemoryStore(time: time),
            "jsonl" => new JsonlStore(_root!.FullName, time: time),
            _ => new FileSystemStore(
                Path.Combine(_root!.FullName, "store"), Path.Combine(_root.FullName, "history"), new FileSystemStoreOptions { Projections = false }, time),
        };
        Manager = new SessionManager(_store, null, time);
    }

    public SessionManager Manager { get; }

    public static async Task<RefusalBed> OpenAsync(string kind)
    {
        var bed = new RefusalBed(kind);
        await bed.Manager.CreateAsync(new NewSession { Id = "s" });
        bed._before = await bed.ReadAsync();
        return bed;
    }

    /// <summary>Whether the session, and how many there are, is what it was in the beginning: byte for byte.</summary>
    public async Task<bool> IsUnchangedAsync() =>
        (await ReadAsync()).AsSpan().SequenceEqual(_before) && await _store.CountAsync(null, SessionFilter.All) == 1;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _root?.Delete(recursive: true);
    }

    private async Task<byte[]> ReadAsync()
    {
        var view = new ArrayBufferWriter<byte>();
        if (await _store.FindAsync(new SessionKey("s")) is { } session)
        {
            SessionSerializer.Write(session, view);
        }

        return view.WrittenSpan.ToArray();
    }
}
