namespace Sessions.Stores;

/// <summary>
/// A use of a session that changes no version: a touch, or a change of its lease. Recorded in the log without a version;
/// the last one counts, and the change feed skips it.
/// </summary>
public abstract record SessionUse
{
    private SessionUse()
    {
    }

    /// <summary>A channel read the session.</summary>
    /// <param name="Channel">The channel.</param>
    public sealed record Touch(Channel Channel) : SessionUse;

    /// <summary>Somebody asks for the lease. Refused with <see cref="SessionBusyException"/> while another holds it.</summary>
    /// <param name="Holder">Who asks, in its own words.</param>
    /// <param name="Lifetime">How long it holds unless renewed.</param>
    public sealed record Acquire(string Holder, TimeSpan Lifetime) : SessionUse;

    /// <summary>The holder is still at work. Refused with <see cref="LeaseLostException"/> when the lease is no longer held.</summary>
    /// <param name="Token">The lease.</param>
    /// <param name="Lifetime">How long it holds from now on unless renewed.</param>
    public sealed record Renew(LeaseToken Token, TimeSpan Lifetime) : SessionUse;

    /// <summary>The holder is done. Does nothing when the lease is no longer its own.</summary>
    /// <param name="Token">The lease.</param>
    public sealed record Release(LeaseToken Token) : SessionUse;

    /// <summary>An administrator takes the lease away from whoever holds it; a renewal in flight finds it lost.</summary>
    public sealed record ForceRelease : SessionUse;
}
