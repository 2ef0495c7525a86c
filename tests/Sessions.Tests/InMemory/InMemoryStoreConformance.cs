using Sessions.Stores;
using Sessions.Stores.InMemory;
using Sessions.Testing;
using Sessions.Tests.Processes;

namespace Sessions.Tests.InMemory;

public sealed class InMemoryStoreConformance : SessionStoreConformance
{
    protected override string Partition => TestSeed.Partition;

    // The suite reads whole logs, and the in-memory store keeps only a tail of each.
    protected override ValueTask<ISessionStore> OpenAsync(TimeProvider time) =>
        new(new InMemoryStore(new InMemoryStoreOptions { TailCapacity = 1_000_000 }, time));
}
