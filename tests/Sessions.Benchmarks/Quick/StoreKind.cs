using Sessions.Stores;
using Sessions.Stores.InMemory;

namespace Sessions.Benchmarks.Quick;

/// <summary>A kind of store that the areas common to all stores measure.</summary>
internal sealed record StoreKind(string Name, Func<TimeProvider, ISessionStore> Open)
{
    public static readonly StoreKind[] All =
    [
        new("memory", static time => new InMemoryStore(time: time)),
    ];
}
