using Sessions.Stores;
using Sessions.Stores.InMemory;
using Sessions.Testing;

namespace Sessions.Tests.InMemory;

public sealed class InMemoryStoreConformance : SessionStoreConformance
{
    // The suite reads whole logs, and the in-memory store keeps only a tail of each.
    protected override ValueTask<ISessionStore> OpenAsync(TimeProvider time) =>
        new(new InMemoryStore(new InMemoryStoreOptions { TailCapacity = 1_000_000 }, time));
}
