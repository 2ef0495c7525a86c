using Sessions.Stores;

namespace Sessions;

public sealed partial class SessionManager
{
    /// <summary>Finds a session, as a use through a channel.</summary>
    /// <param name="id">The session.</param>
    /// <param name="channel">The channel that reads. Its first use is recorded at once, later ones coalesced.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The view; null when there is no such session.</returns>
    public ValueTask<Session?> FindAsync(string id, Channel channel = default, CancellationToken cancellationToken = default) =>
        Deciding.Here
            ? _store.FindAsync(KeyOf(id), cancellationToken)
            : _store.ReadAsync(KeyOf(id), channel, new TouchRule(_options.TouchCoalescing), cancellationToken);

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
    public async ValueTask<Session> TouchAsync(string id, Channel channel = default, CancellationToken cancellationToken = default)
    {
        Deciding.Refuse();
        return await _store.UseAsync(KeyOf(id), new SessionUse.Touch(channel), cancellationToken).ConfigureAwait(false)
            ?? throw new SessionNotFoundException(id);
    }
}
