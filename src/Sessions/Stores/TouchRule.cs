namespace Sessions.Stores;

/// <summary>Which reads are recorded as uses: a channel's first, and later ones no finer than the coalescing interval.</summary>
/// <param name="Coalescing">The interval; null for the smaller of 30 seconds and a tenth of the session's idle timeout.</param>
internal readonly record struct TouchRule(TimeSpan? Coalescing)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public bool Wants(Session session, Channel channel, long now)
    {
        if (session.IsFinished)
        {
            return false;
        }

        return !session.TryGetChannel(channel, out var activity) || now - activity.LastTicks >= IntervalOf(session).Ticks;
    }

    /// <summary>Reads a session in two steps, for a store that has no way to do it in one.</summary>
    public async ValueTask<Session?> ReadAsync(ISessionStore store, SessionKey key, Channel channel, CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(key, cancellationToken).ConfigureAwait(false);
        if (found is null || !Wants(found, channel, store.UtcNow.UtcTicks))
        {
            return found;
        }

        try
        {
            return await store.UseAsync(key, new SessionUse.Touch(channel), cancellationToken).ConfigureAwait(false);
        }
        catch (SessionStoreUnavailableException)
        {
            // What can be read is read, also from a disk that is full or may not be written to. The use is not recorded then,
            // and the next writing that fails says why.
            return found;
        }
    }

    private TimeSpan IntervalOf(Session session) =>
        Coalescing ?? (session.IdleTimeout is { } idle && idle / 10 < Longest ? idle / 10 : Longest);
}
