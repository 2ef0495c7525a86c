using Sessions.Stores;
using Sessions.Stores.InMemory;
using Sessions.Testing;

namespace Sessions.Tests.InMemory;

/// <summary>A decorator without faults to inject keeps every promise of the store that it wraps.</summary>
public sealed class DecoratedStoreConformance : SessionStoreConformance
{
    protected override ValueTask<ISessionStore> OpenAsync(TimeProvider time) => new(new InMemoryStore(time: time));

    protected override ISessionStore Decorate(ISessionStore store) => new FaultInjectingStore(store);
}
