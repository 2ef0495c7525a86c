using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sessions.DependencyInjection;
using Sessions.Diagnostics;

namespace Sessions.Cleanup;

/// <summary>
/// Cleans up in a hosted app: at a period, from a start that differs between machines, until nothing is left to remove. A pass
/// that fails is logged and counted, and the next one follows.
/// </summary>
internal sealed class SessionCleanupService : BackgroundService
{
    private readonly SessionManager _manager;
    private readonly SessionsOptions _options;
    private readonly RemovalHandlers _handlers;
    private readonly SessionsMetrics? _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _patience = new();
    private PeriodicTimer? _timer;

    public SessionCleanupService(
        SessionManager manager, SessionsOptions options, RemovalHandlers handlers, TimeProvider time, ILogger logger)
    {
        _manager = manager;
        _options = options;
        _handlers = handlers;
        _metrics = SessionsMetrics.Of(manager.Store);
        _time = time;
        _logger = logger;
    }

    public static SessionCleanupService Create(IServiceProvider provider, SessionsRegistration registration)
    {
        var logger = StoreFactory.LoggerOf(provider, "Sessions.Cleanup");
        var manager = registration.Get<SessionManager>(provider);
        return new SessionCleanupService(
            manager,
            registration.OptionsOf<SessionsOptions>(provider),
            new RemovalHandlers(provider.GetRequiredService<IServiceScopeFactory>(), registration, SessionsMetrics.Of(manager.Store), manager.Store.Name, logger),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            logger);
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.CleanupInterval == TimeSpan.Zero)
        {
            Log.CleanupOff(_logger);
            return Task.CompletedTask;
        }

        _timer = new PeriodicTimer(FirstDelay(), _time);
        Log.CleanupStarted(_logger, _options.CleanupInterval, _timer.Period);
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What was taken is told to the handlers even now, for as long as the host waits.
        using (cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _patience))
        {
            await base.StopAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override void Dispose()
    {
        _timer?.Dispose();
        _patience.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var timer = _timer!;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                timer.Period = _options.CleanupInterval;
                await PassAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>Machines that start together should not clean up together.</summary>
    private TimeSpan FirstDelay()
    {
        var least = TimeSpan.FromMilliseconds(1);
        var delay = _options.CleanupInterval * Random.Shared.NextDouble();
        return delay > least ? delay : least;
    }

    private async Task PassAsync(CancellationToken stoppingToken)
    {
        using var activity = SessionsMetrics.Source.StartActivity("sessions.cleanup");
        try
        {
            if (_options.CleanupDryRun)
            {
                Log.WouldCleanUp(_logger, await _manager.CleanUpAsync(cancellationToken: stoppingToken).ConfigureAwait(false));
                return;
            }

            var pass = _handlers.Begin(_patience.Token);
            await using (pass.ConfigureAwait(false))
            {
                var count = await _manager.CleanUpAsync(removed: pass.HearAsync, cancellationToken: stoppingToken).ConfigureAwait(false);
                if (count > 0)
                {
                    Log.CleanedUp(_logger, count);
                }
            }
        }
        catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            _metrics?.CleanupFailures.Add(
                1, new(SessionsMetrics.StoreTag, _manager.Store.Name), new(SessionsMetrics.ReasonTag, "pass"));
            Log.CleanupFailed(_logger, _options.CleanupInterval, error);
        }
    }
}
