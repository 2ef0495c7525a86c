using Sessions.Diagnostics;
using Sessions.Leases;
using Sessions.Stores;

namespace Sessions;

public sealed partial class SessionManager
{
    /// <summary>How often a waiter looks whether a lease that another process holds has come free.</summary>
    private static readonly TimeSpan LeasePoll = TimeSpan.FromMilliseconds(50);

    /// <summary>No timer runs for longer than 49 days, and a wait may be asked to.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Acquires the lease of a session, renewed in the background until it is disposed of.</summary>
    /// <param name="id">The session.</param>
    /// <param name="holder">Who asks, for others to see; machine and process when left out.</param>
    /// <param name="wait">How long to wait while another holds it, first come first served within a process; null fails at once.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SessionBusyException">Another holds it, and did not let go in time.</exception>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    /// <exception cref="SessionStatusException">The session is paused or finished.</exception>
    public ValueTask<SessionLease> AcquireLeaseAsync(
        string id, string? holder = null, TimeSpan? wait = null, CancellationToken cancellationToken = default)
    {
        Deciding.Refuse();
        var key = KeyOf(id);
        holder = holder is null ? $"{Environment.MachineName}/{Environment.ProcessId}" : Check.Name(holder, "A holder");
        if (wait < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(wait), wait, "A wait is zero or more; null fails at once.");
        }

        return TraceAsync(
            id,
            (key, holder, wait, cancellationToken),
            static (manager, a) => manager.AcquireTimedAsync(a.key, a.holder, a.wait, a.cancellationToken));
    }

    private async ValueTask<SessionLease> AcquireTimedAsync(SessionKey key, string holder, TimeSpan? wait, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        try
        {
            var lease = await AcquireAsync(key, holder, wait, cancellationToken).ConfigureAwait(false);
            Waited(began, "acquired");
            return lease;
        }
        catch (Exception error)
        {
            Waited(began, error is SessionBusyException ? "busy" : error is OperationCanceledException ? "cancelled" : "failed");
            throw;
        }
    }

    private async ValueTask<SessionLease> AcquireAsync(SessionKey key, string holder, TimeSpan? wait, CancellationToken cancellationToken)
    {
        var waiters = LeaseWaiters.Of(_store);
        var acquire = new SessionUse.Acquire(holder, _options.LeaseLifetime);
        var began = _time.GetTimestamp();
        using var place = waiters.Enter(key);
        while (true)
        {
            var signal = place.Signal;
            SessionBusyException? busy = null;
            if (place.IsFirst)
            {
                try
                {
                    return await TryAsync().ConfigureAwait(false);
                }
                catch (SessionBusyException held)
                {
                    busy = held;
                }
            }

            var left = wait.GetValueOrDefault() - _time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                throw busy ?? new SessionBusyException(
                    $"Session \"{key.Id}\" is leased, and others wait for it; the wait of {wait.GetValueOrDefault()} is over. Wait longer, or try again.");
            }

            await WaitAsync(signal, Shorter(left, place.IsFirst ? LeasePoll : LongestWait), cancellationToken).ConfigureAwait(false);
        }

        async ValueTask<SessionLease> TryAsync()
        {
            var session = await _store.UseAsync(key, acquire, cancellationToken).ConfigureAwait(false)
                ?? throw new SessionNotFoundException(key.Id);
            return new SessionLease(
                _store, session, holder, _time, _options.LeaseLifetime, _options.LeaseHeartbeat, () => waiters.Released(key));
        }
    }

    /// <summary>Takes the lease away from whoever holds it; a renewal in flight cannot undo that.</summary>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    public async ValueTask ForceReleaseLeaseAsync(string id, CancellationToken cancellationToken = default)
    {
        Deciding.Refuse();
        _ = await TraceAsync(
            id, (id, cancellationToken), static (manager, a) => manager.UseAsync(a.id, new SessionUse.ForceRelease(), a.cancellationToken)).ConfigureAwait(false);
        LeaseWaiters.Of(_store).Released(KeyOf(id));
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private void Waited(long began, string outcome)
    {
        if (_metrics.LeaseWait.Enabled)
        {
            _metrics.LeaseWait.Record(
                _time.GetElapsedTime(began).TotalSeconds,
                new(SessionsMetrics.StoreTag, _store.Name),
                new(SessionsMetrics.OutcomeTag, outcome));
        }
    }

    private async ValueTask WaitAsync(Task signal, TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await signal.WaitAsync(atMost, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Time to look again.
        }
    }
}
