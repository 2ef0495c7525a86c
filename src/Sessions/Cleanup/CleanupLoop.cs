using Microsoft.Extensions.Logging;
using Sessions.Diagnostics;

namespace Sessions.Cleanup;

/// <summary>
/// Cleans up at a period, from a start that differs between machines, until nothing is left to remove. A pass that fails is
/// logged and counted, and the next one follows.
/// </summary>
internal sealed class CleanupLoop : IDisposable
{
    private readonly SessionManager _manager;
    private readonly SessionsOptions _options;
    private readonly RemovalHandlers _handlers;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;

    public CleanupLoop(
        SessionManager manager, SessionsOptions options, RemovalHandlers handlers, TimeProvider time, ILogger logger)
    {
        _manager = manager;
        _options = options;
        _handlers = handlers;
        _logger = logger;

        // Machines that start together should not clean up together.
        var least = TimeSpan.FromMilliseconds(1);
        var first = options.CleanupInterval * Random.Shared.NextDouble();
        _timer = new PeriodicTimer(first > least ? first : least, time);
        Log.CleanupStarted(logger, options.CleanupInterval, _timer.Period);
    }

    /// <summary>Runs until it is stopped, which is no error.</summary>
    /// <param name="stopping">Ends it after the batch at hand.</param>
    /// <param name="patience">Fires when nobody waits for handlers any more.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken patience)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            {
                _timer.Period = _options.CleanupInterval;
                await PassAsync(stopping, patience).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    public void Dispose() => _timer.Dispose();

    private async Task PassAsync(CancellationToken stopping, CancellationToken patience)
    {
        using var activity = SessionsMetrics.Source.StartActivity("sessions.cleanup");
        try
        {
            if (_options.CleanupDryRun)
            {
                Log.WouldCleanUp(_logger, await _manager.CleanUpAsync(cancellationToken: stopping).ConfigureAwait(false));
                return;
            }

            var pass = _handlers.Begin(patience);
            await using (pass.ConfigureAwait(false))
            {
                var count = await _manager.CleanUpAsync(removed: pass.HearAsync, cancellationToken: stopping).ConfigureAwait(false);
                if (count > 0)
                {
                    Log.CleanedUp(_logger, count);
                }
            }
        }
        catch (Exception error) when (error is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            _handlers.PassFailed();
            Log.CleanupFailed(_logger, _options.CleanupInterval, error);
        }
    }
}
