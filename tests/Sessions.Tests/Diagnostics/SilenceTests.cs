using FluentAssertions;
using Sessions.Diagnostics;
using Sessions.Stores;
using Sessions.Stores.InMemory;
using Xunit;

namespace Sessions.Tests.Diagnostics;

/// <summary>While nobody listens, measuring costs nothing.</summary>
[Collection(nameof(ListeningAlone))]
public sealed class SilenceTests
{
    [Fact]
    public async Task Nothing_is_allocated_beside_what_the_store_allocates()
    {
        await using var store = new InMemoryStore();
        using var metrics = new SessionsMetrics(null);
        await using var measured = new InstrumentedSessionStore(store, metrics, TimeProvider.System, owned: false);
        var session = await new SessionManager(store).CreateAsync();
        var nothing = new Decision([]);
        CommitDecision decide = (_, _) => nothing;
        await AllocatedAsync(measured, session.Key, decide);
        var bare = await AllocatedAsync(store, session.Key, decide);
        (await AllocatedAsync(measured, session.Key, decide)).Should().Be(bare);
    }

    [Fact]
    public async Task A_store_that_completes_later_is_handed_on_as_it_is()
    {
        using var metrics = new SessionsMetrics(null);
        var source = new TaskCompletionSource<Session?>();
        await using var measured = new InstrumentedSessionStore(new PendingStore(source.Task), metrics, TimeProvider.System);
        measured.FindAsync(new SessionKey("s")).AsTask().Should().BeSameAs(source.Task);
        source.SetResult(null);
    }

    /// <summary>All of it completes at once, and so on one thread.</summary>
    private static async Task<long> AllocatedAsync(ISessionStore store, SessionKey key, CommitDecision decide)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            await store.FindAsync(key);
            await store.CommitAsync(key, decide);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class PendingStore(Task<Session?> pending) : DelegatingSessionStore(new InMemoryStore())
    {
        public override ValueTask<Session?> FindAsync(SessionKey key, CancellationToken cancellationToken = default) => new(pending);
    }
}
