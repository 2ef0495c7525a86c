using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sessions.DependencyInjection;

namespace Sessions.Cleanup;

/// <summary>Opens the store when the host starts, once all settings are known to be good, and cleans up until it stops.</summary>
internal sealed class SessionCleanupService(IServiceProvider provider, SessionsRegistration registration) : BackgroundService
{
    private CancellationTokenSource _patience = new();
    private CleanupLoop? _loop;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        var logger = StoreFactory.LoggerOf(provider, "Sessions.Cleanup");
        var manager = registration.Get<SessionManager>(provider);
        var options = registration.OptionsOf<SessionsOptions>(provider);
        if (options.CleanupInterval == TimeSpan.Zero)
        {
            Diagnostics.Log.CleanupOff(logger);
            return Task.CompletedTask;
        }

        var handlers = new RemovalHandlers(provider.GetRequiredService<IServiceScopeFactory>(), registration, manager.Store, logger);
        Renew();
        _loop = new CleanupLoop(manager, options, handlers, provider.GetService<TimeProvider>() ?? TimeProvider.System, logger);
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What was taken is told to the handlers even now, for as long as the host waits.
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await _patience.CancelAsync().ConfigureAwait(false);
    }

    public override void Dispose()
    {
        _loop?.Dispose();
        _patience.Dispose();
        base.Dispose();
    }

    /// <summary>A host may be started again after it was stopped; its handlers are waited for as the first time.</summary>
    private void Renew()
    {
        _loop?.Dispose();
        if (_patience.IsCancellationRequested)
        {
            _patience.Dispose();
            _patience = new CancellationTokenSource();
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _loop!.RunAsync(stoppingToken, _patience.Token);
}
