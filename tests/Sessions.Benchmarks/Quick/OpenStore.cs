using Sessions.Stores;

namespace Sessions.Benchmarks.Quick;

/// <summary>A store, and the directory that it alone uses.</summary>
internal sealed class OpenStore(ISessionStore store, TempDirectory? directory = null) : IDisposable
{
    public ISessionStore Store { get; } = store;

    public void Dispose()
    {
        Store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        directory?.Dispose();
    }
}
