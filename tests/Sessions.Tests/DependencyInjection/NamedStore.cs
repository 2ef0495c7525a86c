using Sessions.DependencyInjection;
using Sessions.Stores;
using Sessions.Stores.InMemory;

namespace Sessions.Tests.DependencyInjection;

/// <summary>A store that remembers from what it was made, and how often it was disposed of.</summary>
internal sealed class NamedStore(string name, SessionStoreContext? context = null) : DelegatingSessionStore(new InMemoryStore())
{
    public override string Name => name;

    public SessionStoreContext Context => context!;

    public int Disposals { get; private set; }

    public override ValueTask DisposeAsync()
    {
        Disposals++;
        return base.DisposeAsync();
    }
}
