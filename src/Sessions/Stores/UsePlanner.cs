namespace Sessions.Stores;

/// <summary>What a store has to do for a use.</summary>
/// <param name="Record">The record to append; null when there is nothing to append.</param>
/// <param name="View">The view after it; null when there is no session.</param>
internal readonly record struct UsePlan(UseRecord? Record, Session? View);

/// <summary>The rules of touches and leases, for every store: pure functions of the current view.</summary>
internal static class UsePlanner
{
    public static UsePlan Plan(SessionKey key, Session? current, long now, SessionUse use)
    {
        var live = current is null || current.IsExpired(now) ? null : current;
        if (live is null)
        {
            return use is SessionUse.Renew lost ? throw new LeaseLostException(key.Id, lost.Token.FencingToken) : default;
        }

        var at = Math.Max(now, live.LastUsedTicks);
        return use switch
        {
            // A finished session rests: reading it changes nothing, and starts no clock.
            SessionUse.Touch when live.IsFinished => new UsePlan(null, live),
            SessionUse.Touch touch => Record(live, new UseRecord(at) { Channel = touch.Channel }),
            SessionUse.Acquire acquire => Acquire(live, at, acquire),
            SessionUse.Renew renew => Renew(live, at, renew),
            SessionUse.Release release => Holds(live, release.Token) ? Release(live, at) : new UsePlan(null, live),
            SessionUse.ForceRelease => live.Lease is null ? new UsePlan(null, live) : Release(live, at),
            _ => throw new ArgumentOutOfRangeException(nameof(use)),
        };
    }

    private static UsePlan Acquire(Session live, long at, SessionUse.Acquire acquire)
    {
        if (live.Status != SessionStatus.Active)
        {
            throw new SessionStatusException(
                live.Id, live.Status, "to be leased", live.IsFinished ? "Reopen it first." : "Resume it first.");
        }

        if (live.IsLeased(at))
        {
            throw new SessionBusyException(
                $"Session \"{live.Id}\" is leased to \"{live.Lease!.Holder}\" until {live.Lease.ExpiresAt:O}. Wait for it, or release it by force.")
            {
                Holder = live.Lease.Holder,
            };
        }

        return Hold(live, at, acquire.Holder, NextToken(live, at), acquire.Lifetime);
    }

    /// <summary>
    /// Greater than all before it, and no less than the microseconds since 1970: an archive holds no leases, so a session that is brought
    /// back from one does not know which tokens its former life gave out.
    /// </summary>
    private static long NextToken(Session live, long at) =>
        Math.Max(live.LastFencingToken + 1, (at - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);

    private static UsePlan Renew(Session live, long at, SessionUse.Renew renew) =>
        Holds(live, renew.Token) && live.IsLeased(at)
            ? Hold(live, at, live.Lease!.Holder, renew.Token.FencingToken, renew.Lifetime)
            : throw new LeaseLostException(live.Id, renew.Token.FencingToken);

    private static UsePlan Hold(Session live, long at, string holder, long token, TimeSpan lifetime)
    {
        var end = Instants.Add(at, Check.Duration(lifetime, "The lifetime of a lease"));
        return Record(live, new UseRecord(at)
        {
            ChangesLease = true,
            Holder = holder,
            FencingToken = token,
            LeaseExpiry = Math.Min(Math.Min(end, live.Details.AbsoluteExpiry), DateTime.MaxValue.Ticks),
        });
    }

    private static UsePlan Release(Session live, long at) =>
        Record(live, new UseRecord(at) { ChangesLease = true, FencingToken = live.LastFencingToken });

    private static bool Holds(Session live, LeaseToken token) =>
        live.Lease?.FencingToken == token.FencingToken && string.Equals(live.Incarnation, token.Incarnation, StringComparison.Ordinal);

    private static UsePlan Record(Session live, UseRecord record)
    {
        var next = live.Copy();
        record.ApplyTo(next);
        return new UsePlan(record with { ExpiryTicks = next.ExpiryTicks }, next);
    }
}
