using Sessions.Diagnostics;
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
        OperationSpan.IsWanted
            ? TraceAsync(
                id, (id, channel, cancellationToken), static (manager, a) => manager.ReadAsync(manager.KeyOf(a.id), a.channel, a.cancellationToken))
            : ReadAsync(KeyOf(id), channel, cancellationToken);

    /// <summary>Gets a session, as a use through a channel.</summary>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    public ValueTask<Session> GetAsync(string id, Channel channel = default, CancellationToken cancellationToken = default) =>
        OperationSpan.IsWanted
            ? TraceAsync(id, (id, channel, cancellationToken), static (manager, a) => manager.ReadThereAsync(a.id, a.channel, a.cancellationToken))
            : ReadThereAsync(id, channel, cancellationToken);

    private ValueTask<Session?> ReadAsync(SessionKey key, Channel channel, CancellationToken cancellationToken) =>
        Deciding.Here
            ? _store.FindAsync(key, cancellationToken)
            : StoreNow.ReadAsync(key, channel, new TouchRule(_options.TouchCoalescing), cancellationToken);

    private ValueTask<Session> ReadThereAsync(string id, Channel channel, CancellationToken cancellationToken)
    {
        var pending = ReadAsync(KeyOf(id), channel, cancellationToken);
        return pending.IsCompletedSuccessfully
            ? new ValueTask<Session>(pending.Result ?? throw new SessionNotFoundException(id))
            : Wait(pending, id);

        static async ValueTask<Session> Wait(ValueTask<Session?> pending, string id) =>
            await pending.ConfigureAwait(false) ?? throw new SessionNotFoundException(id);
    }

    /// <summary>Records a use of a session at once, whatever the coalescing.</summary>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    public ValueTask<Session> TouchAsync(string id, Channel channel = default, CancellationToken cancellationToken = default)
    {
        Deciding.Refuse();
        return TraceAsync(
            id, (id, channel, cancellationToken), static (manager, a) => manager.UseAsync(a.id, new SessionUse.Touch(a.channel), a.cancellationToken));
    }

    private async ValueTask<Session> UseAsync(string id, SessionUse use, CancellationToken cancellationToken) =>
        await _store.UseAsync(KeyOf(id), use, cancellationToken).ConfigureAwait(false) ?? throw new SessionNotFoundException(id);
}
