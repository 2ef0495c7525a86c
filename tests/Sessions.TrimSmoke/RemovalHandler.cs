using Sessions.Stores;

namespace Sessions.TrimSmoke;

/// <summary>A handler that nobody makes but the container, so that the trimmer must keep its constructor.</summary>
internal sealed class RemovalHandler : ISessionRemovalHandler
{
    public ValueTask HandleAsync(RemovedSession removed, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
