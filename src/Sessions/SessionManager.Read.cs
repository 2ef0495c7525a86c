using Sessions.Stores;

namespace Sessions;

public sealed partial class SessionManager
{
    /// <summary>Finds a session, as a use through a channel.</summary>
    /// <param name="id">The session.</param>
    /// <param name="channel">The channel that reads. Its first use is recorded at once, later ones coalesced.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The view; null when there is no such session.</returns>
    public ValueTask<Session?> FindAsync(string id, Channel channel = default, CancellationToken cancellationToken = default)
    {
        var key = KeyOf(id);
        var pending = _store.FindAsync(key, cancellationToken);
        if (!pending.IsCompletedSuccessfully)
        {
            return Wait(pending, key, channel, cancellationToken);
        }

        var found = pending.Result;
        return found is not null && NeedsTouch(found, channel)
            ? _store.UseAsync(key, new SessionUse.Touch(channel), cancellationToken)
            : new ValueTask<Session?>(found);

        async ValueTask<Session?> Wait(ValueTask<Session?> pending, SessionKey key, Channel channel, CancellationToken cancellationToken)
        {
            var session = await pending.ConfigureAwait(false);
            return session is not null && NeedsTouch(session, channel)
                ? await _store.UseAsync(key, new SessionUse.Touch(channel), cancellationToken).ConfigureAwait(false)
                : session;
        }
    }

    /// <summary>Gets a session, as a use through a channel.</summary>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    public ValueTask<Session> GetAsync(string id, Channel channel = default, CancellationToken cancellationToken = default)
    {
        var pending = FindAsync(id, channel, cancellationToken);
        return pending.IsCompletedSuccessfully
            ? new ValueTask<Session>(pending.Result ?? throw new SessionNotFoundException(id))
            : Wait(pending, id);

        static async ValueTask<Session> Wait(ValueTask<Session?> pending, string id) =>
            await pending.ConfigureAwait(false) ?? throw new SessionNotFoundException(id);
    }

    /// <summary>Records a use of a session at once, whatever the coalescing.</summary>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    public async ValueTask<Session> TouchAsync(string id, Channel channel = default, CancellationToken cancellationToken = default) =>
        await _store.UseAsync(KeyOf(id), new SessionUse.Touch(channel), cancellationToken).ConfigureAwait(false)
            ?? throw new SessionNotFoundException(id);

    private bool NeedsTouch(Session session, Channel channel)
    {
        if (session.IsFinished)
        {
            return false;
        }

        if (!session.TryGetChannel(channel, out var activity))
        {
            return true;
        }

        return _store.UtcNow.UtcTicks - activity.LastTicks >= Coalescing(session).Ticks;
    }

    private TimeSpan Coalescing(Session session)
    {
        if (_options.TouchCoalescing is { } set)
        {
            return set;
        }

        var longest = TimeSpan.FromSeconds(30);
        return session.IdleTimeout is { } idle && idle / 10 < longest ? idle / 10 : longest;
    }
}
