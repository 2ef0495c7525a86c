using Sessions.Stores;
using Sessions.Stores.InMemory;

namespace Sessions.TestProcess;

/// <summary>Opens a store by its kind, for the tests and for the processes that they start.</summary>
internal static class TestStores
{
    public static ISessionStore Open(string kind, string directory, TimeProvider? time = null) => kind switch
    {
        "memory" => new InMemoryStore(new InMemoryStoreOptions { TailCapacity = int.MaxValue }, time),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of store."),
    };
}
