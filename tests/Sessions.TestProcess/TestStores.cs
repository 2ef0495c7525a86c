using Sessions.Stores;
using Sessions.Stores.FileSystem;
using Sessions.Stores.InMemory;
using Sessions.Stores.Jsonl;

namespace Sessions.TestProcess;

/// <summary>Opens a store by its kind, for the tests and for the processes that they start.</summary>
internal static class TestStores
{
    /// <summary>The history root that belongs to a store's directory.</summary>
    public static string HistoryOf(string directory) => directory + "-history";

    public static ISessionStore Open(string kind, string directory, TimeProvider? time = null) => kind switch
    {
        "memory" => new InMemoryStore(new InMemoryStoreOptions { TailCapacity = int.MaxValue }, time),
        "jsonl" => new JsonlStore(directory, null, time),
        "filesystem" => new FileSystemStore(directory, HistoryOf(directory), null, time),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of store."),
    };
}
