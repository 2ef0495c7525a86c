using Sessions.Stores;

namespace Sessions.Tests.Cleanup;

/// <summary>A store at which something happens before a batch is taken.</summary>
internal sealed class TakingStore(ISessionStore inner, Action before) : DelegatingSessionStore(inner)
{
    public override ValueTask<IReadOnlyList<RemovedSession>> TakeAsync(
        CleanupRule rule, int limit, CancellationToken cancellationToken = default)
    {
        before();
        return base.TakeAsync(rule, limit, cancellationToken);
    }
}
