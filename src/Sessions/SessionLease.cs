using Sessions.Stores;

namespace Sessions;

/// <summary>
/// The exclusive right to run an agent on a session, held and renewed in the background until it is disposed of or lost.
/// Commit under it with <see cref="CommitOptions.Lease"/> = <see cref="Token"/>: a commit made after it was lost is refused
/// by the store, however late it arrives.
/// </summary>
public sealed class SessionLease : IAsyncDisposable
{
    private readonly ISessionStore _store;
    private readonly SessionKey _key;
    private readonly TimeProvider _time;
    private readonly TimeSpan _lifetime;
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _heartbeat;
    private readonly Action _released;
    private int _disposed;

    internal SessionLease(
        ISessionStore store, Session session, string holder, TimeProvider time, TimeSpan lifetime, TimeSpan heartbeat, Action released)
    {
        _store = store;
        _key = session.Key;
        _time = time;
        _lifetime = lifetime;
        _released = released;
        Holder = holder;
        Token = new LeaseToken(session.Incarnation, session.Lease!.FencingToken);

        // The holder hears of the end when it comes, even while a beat hangs in a store that does not answer.
        _lost = new CancellationTokenSource(Left(session), time);
        Lost = _lost.Token;
        _heartbeat = BeatAsync(heartbeat);
    }

    /// <summary>The session.</summary>
    public string SessionId => _key.Id;

    /// <summary>Who holds it, in the holder's own words.</summary>
    public string Holder { get; }

    /// <summary>What proves to the store that the lease is held.</summary>
    public LeaseToken Token { get; }

    /// <summary>Fires when the lease is lost: it ran out unrenewed, was released by force, or its session is gone. Not on disposal.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Whether the lease is known to be lost.</summary>
    public bool IsLost => Lost.IsCancellationRequested;

    /// <summary>Refuses when the lease is known to be lost.</summary>
    /// <exception cref="LeaseLostException">It is.</exception>
    public void ThrowIfLost()
    {
        if (IsLost)
        {
            throw new LeaseLostException(_key.Id, Token.FencingToken);
        }
    }

    /// <summary>Renews the lease now, beside the heartbeat.</summary>
    /// <exception cref="LeaseLostException">It is not held any more.</exception>
    public async ValueTask RenewAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        ThrowIfLost();
        try
        {
            var renewed = await _store.UseAsync(_key, new SessionUse.Renew(Token, _lifetime), cancellationToken).ConfigureAwait(false);
            _lost.CancelAfter(Left(renewed ?? throw new LeaseLostException(_key.Id, Token.FencingToken)));
        }
        catch (LeaseLostException)
        {
            Lose();
            throw;
        }
    }

    /// <summary>Gives the lease back. One that is no longer held is left alone; a second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopped.CancelAsync().ConfigureAwait(false);
        try
        {
            await _heartbeat.ConfigureAwait(false);
        }
        finally
        {
            await ReleaseAsync().ConfigureAwait(false);
            _released();
            _stopped.Dispose();
            _lost.Dispose();
        }
    }

    private async ValueTask ReleaseAsync()
    {
        try
        {
            await _store.UseAsync(_key, new SessionUse.Release(Token), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The work under the lease is done, and an error thrown here would take the place of its result; a lease that
            // cannot be given back runs out by itself.
        }
    }

    private async Task BeatAsync(TimeSpan period)
    {
        using var timer = new PeriodicTimer(period, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopped.Token).ConfigureAwait(false) && !IsLost)
            {
                await BeatAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // Disposed.
        }
    }

    private async Task BeatAsync()
    {
        try
        {
            var renewed = await _store.UseAsync(_key, new SessionUse.Renew(Token, _lifetime), _stopped.Token).ConfigureAwait(false);
            _lost.CancelAfter(Left(renewed ?? throw new LeaseLostException(_key.Id, Token.FencingToken)));
        }
        catch (Exception error) when (error is LeaseLostException or ObjectDisposedException)
        {
            // Lost for certain: to another, by force, with its session, or with the store itself.
            Lose();
        }
        catch (Exception) when (!_stopped.IsCancellationRequested)
        {
            // Whatever failed, the lease still runs, and the next beat may reach the store; when none does, it runs out and says so.
        }
    }

    /// <summary>
    /// Not waited for: <see cref="Lost"/> has fired when this returns, and what those who listen to it do or throw is neither the
    /// heartbeat's business nor the outcome of the work under the lease.
    /// </summary>
    private void Lose() => _ = _lost.CancelAsync();

    private TimeSpan Left(Session session)
    {
        var left = session.Lease!.ExpiresAt - _store.UtcNow;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
