namespace Sessions.Stores;

/// <summary>A use as it stands in a log. It carries no version.</summary>
internal sealed record UseRecord(long At)
{
    /// <summary>The channel that was used; null where only the lease changed.</summary>
    public Channel? Channel { get; init; }

    /// <summary>Whether the lease stands as given here from now on; otherwise the record leaves it alone.</summary>
    public bool ChangesLease { get; init; }

    /// <summary>Who holds the lease; null when nobody does.</summary>
    public string? Holder { get; init; }

    /// <summary>The greatest fencing token given out so far: that of the holder, where there is one.</summary>
    public long FencingToken { get; init; }

    /// <summary>When the lease ends.</summary>
    public long LeaseExpiry { get; init; }

    /// <summary>When the session expires as of this record.</summary>
    public long ExpiryTicks { get; init; } = Instants.Never;

    public void ApplyTo(Session next)
    {
        if (ChangesLease)
        {
            if (Holder is null && next.Lease is { } held)
            {
                // A live lease was a use until now, or until it ran out.
                Used(next, Math.Min(At, held.ExpiresAt.UtcTicks));
            }

            next.LastFencingToken = Math.Max(next.LastFencingToken, FencingToken);
            next.Lease = Holder is null ? null : new LeaseState(Holder, FencingToken, Instants.ToOffset(LeaseExpiry));
            if (Holder is not null)
            {
                // A heartbeat counts as use.
                Used(next, At);
            }
        }

        if (Channel is { } channel)
        {
            next.Use(channel, At, extends: next.Sliding);
        }

        next.RecomputeExpiry();
    }

    private static void Used(Session next, long at)
    {
        next.LastUsedTicks = Math.Max(next.LastUsedTicks, at);
        next.IdleFromTicks = Math.Max(next.IdleFromTicks, at);
    }
}
