using Sessions.Stores.FileSystem;
using Sessions.Stores.InMemory;
using Sessions.Stores.Jsonl;

namespace Sessions.Benchmarks.Quick;

/// <summary>A kind of store that the areas common to all stores measure.</summary>
internal sealed record StoreKind(string Name, Func<TimeProvider, OpenStore> Open)
{
    public static readonly StoreKind Memory = new("memory", static time => new OpenStore(new InMemoryStore(time: time)));

    public static readonly StoreKind[] Files =
    [
        new("jsonl", static time =>
        {
            var directory = new TempDirectory();
            return new OpenStore(new JsonlStore(directory.Of("store"), time: time), directory);
        }),
        new("filesystem", static time =>
        {
            var directory = new TempDirectory();
            return new OpenStore(new FileSystemStore(directory.Of("store"), directory.Of("history"), time: time), directory);
        }),
    ];

    public static readonly StoreKind[] All = [Memory, .. Files];
}
