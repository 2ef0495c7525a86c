using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sessions.DependencyInjection;
using Sessions.Diagnostics;
using Sessions.Stores;

namespace Sessions.Cleanup;

/// <summary>The app's handlers of removals.</summary>
internal sealed class RemovalHandlers(
    IServiceScopeFactory scopes, SessionsRegistration registration, ISessionStore store, ILogger logger)
{
    private readonly SessionsMetrics? _metrics = SessionsMetrics.Of(store);

    /// <summary>Resolves the handlers for a pass, before anything is taken that they would then not hear of.</summary>
    /// <param name="patience">Fires when nobody waits for handlers any more.</param>
    public Pass Begin(CancellationToken patience)
    {
        var scope = scopes.CreateAsyncScope();
        try
        {
            return new Pass(this, scope, [.. registration.GetAll<ISessionRemovalHandler>(scope.ServiceProvider)], patience);
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }

    /// <summary>Counts a pass that failed.</summary>
    public void PassFailed() => Count("pass");

    private void Failed(ISessionRemovalHandler handler, in RemovedSession removed, Exception error)
    {
        Count("handler");
        Log.HandlerFailed(logger, handler.GetType().Name, removed.Session.Id, removed.Reason, error);
    }

    private void Count(string reason) =>
        _metrics?.CleanupFailures.Add(1, new(SessionsMetrics.StoreTag, store.Name), new(SessionsMetrics.ReasonTag, reason));

    /// <summary>The handlers in the scope of one pass.</summary>
    internal sealed class Pass(RemovalHandlers owner, AsyncServiceScope scope, ISessionRemovalHandler[] handlers, CancellationToken patience)
        : IAsyncDisposable
    {
        /// <summary>Tells all handlers. Never throws, whatever they do.</summary>
        /// <param name="removed">What was removed.</param>
        /// <param name="stopping">Not heeded: what was taken is told.</param>
        public async ValueTask HearAsync(RemovedSession removed, CancellationToken stopping)
        {
            foreach (var handler in handlers)
            {
                try
                {
                    await handler.HandleAsync(removed, patience).ConfigureAwait(false);
                }
                catch (Exception error)
                {
                    owner.Failed(handler, removed, error);
                }
            }
        }

        public ValueTask DisposeAsync() => scope.DisposeAsync();
    }
}
