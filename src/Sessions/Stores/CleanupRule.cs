namespace Sessions.Stores;

/// <summary>Which sessions a cleanup takes. Pinned ones and leased ones never; what several rules say adds up.</summary>
public sealed record CleanupRule
{
    /// <summary>Take what has expired.</summary>
    /// <value>true</value>
    public bool Expired { get; init; } = true;

    /// <summary>Take what was finished longer ago than this, at least one millisecond; null for none.</summary>
    public TimeSpan? FinishedFor
    {
        get;
        init => field = value is { } age ? Check.Duration(age, "A retention", nameof(FinishedFor)) : null;
    }

    /// <summary>Take what was last used longer ago than this, at least one millisecond, whatever its status; null for none.</summary>
    public TimeSpan? UnusedFor
    {
        get;
        init => field = value is { } age ? Check.Duration(age, "An age", nameof(UnusedFor)) : null;
    }

    /// <summary>Only in this partition; null for all.</summary>
    public string? Partition { get; init; }

    /// <summary>Only tell what would be taken.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether the rule takes a session now, and why.</summary>
    internal RemovalReason? Takes(Session session, long now)
    {
        if (session.Pinned || session.IsLeased(now) && !session.IsExpired(now)
            || (Partition is null ? ReservedPartitions.IsReserved(session.Partition) : Partition != session.Partition))
        {
            return null;
        }

        if (session.IsExpired(now))
        {
            return Expired ? RemovalReason.Expired : null;
        }

        if (FinishedFor is { } finished && session.IsFinished && Instants.Add(session.Details.FinishedAt, finished) <= now)
        {
            return RemovalReason.Retention;
        }

        return UnusedFor is { } unused && Instants.Add(session.LastUsedTicks, unused) <= now ? RemovalReason.Age : null;
    }
}
