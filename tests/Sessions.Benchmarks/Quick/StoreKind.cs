using Sessions.Stores;
using Sessions.Stores.FileSystem;
using Sessions.Stores.InMemory;
using Sessions.Stores.Jsonl;

namespace Sessions.Benchmarks.Quick;

/// <summary>A kind of store that the areas common to all stores measure.</summary>
/// <param name="Name">How its rows are called.</param>
/// <param name="OpenIn">Opens it in a directory, where it needs one.</param>
internal sealed record StoreKind(string Name, Func<TempDirectory, TimeProvider, ISessionStore> OpenIn)
{
    public static readonly StoreKind Memory = new("memory", static (_, time) => new InMemoryStore(time: time));

    public static readonly StoreKind[] Files =
    [
        new("jsonl", static (directory, time) => new JsonlStore(directory.Of("store"), time: time)),
        new("filesystem", static (directory, time) => new FileSystemStore(directory.Of("store"), directory.Of("history"), time: time)),
    ];

    public static readonly StoreKind[] All = [Memory, .. Files];

    public OpenStore Open(TimeProvider time)
    {
        var directory = new TempDirectory();
        return new OpenStore(OpenIn(directory, time), directory);
    }
}
