using Sessions.Stores;

namespace Sessions;

/// <summary>Hears of the sessions that the hosted cleanup removes.</summary>
/// <remarks>
/// <para>Each removed session is told once, however many machines clean up one store: to the handlers of the one that took it.
/// It is removed by then, so that a process that dies in between tells nobody. A dry run tells nothing.</para>
/// <para>Handlers are resolved from a scope of their own for each pass, and called one after the other. One that throws is
/// logged and counted, and stops neither the others nor the cleanup.</para>
/// </remarks>
public interface ISessionRemovalHandler
{
    /// <summary>A session was removed.</summary>
    /// <param name="removed">Its last view, and why it was taken.</param>
    /// <param name="cancellationToken">
    /// Fires when the host's shutdown timeout is over. Not when it begins: what was taken by then is still told.
    /// </param>
    ValueTask HandleAsync(RemovedSession removed, CancellationToken cancellationToken);
}
