namespace Sessions;

public sealed partial class Session
{
    private long _idleFrom;

    /// <summary>Whether it is at work, at rest, or finished and how.</summary>
    public SessionStatus Status => Details.Status;

    /// <summary>Why it has this status, in the words of whoever set it.</summary>
    public string? StatusReason => Details.StatusReason;

    /// <summary>Whether it is completed, failed or abandoned, and so refuses changes until it is reopened.</summary>
    public bool IsFinished => Details.Status >= SessionStatus.Completed;

    /// <summary>When it was created (UTC).</summary>
    public DateTimeOffset CreatedAt => Instants.ToOffset(Details.CreatedAt);

    /// <summary>When its last event happened (UTC).</summary>
    public DateTimeOffset UpdatedAt => Instants.ToOffset(UpdatedTicks);

    /// <summary>When it was last read or changed (UTC), no finer than the touch coalescing interval.</summary>
    public DateTimeOffset LastUsedAt => Instants.ToOffset(LastUsedTicks);

    /// <summary>When it was finished (UTC); null while it is not.</summary>
    public DateTimeOffset? FinishedAt => Instants.ToOptional(Details.FinishedAt);

    /// <summary>How long it lives unused; null when not being used does not end it.</summary>
    public TimeSpan? IdleTimeout => Details.IdleTimeout;

    /// <summary>Whether reads extend the idle timeout. Commits always do.</summary>
    public bool Sliding => Details.Sliding;

    /// <summary>When it ends however much it is used (UTC); null for never.</summary>
    public DateTimeOffset? AbsoluteExpiry => Instants.ToOptional(Details.AbsoluteExpiry);

    /// <summary>
    /// The instant from which it is not found any more (UTC), as of this view: the idle timeout after its last use or the end
    /// of its absolute lifetime, whichever comes first. Null for never, and while it is finished.
    /// While it is paused or pinned only the absolute lifetime ends it.
    /// </summary>
    public DateTimeOffset? ExpiresAt => Instants.ToOptional(ExpiryTicks);

    internal long UpdatedTicks { get; set; }

    internal long LastUsedTicks { get; set; }

    internal long ExpiryTicks { get; set; } = Instants.Never;

    internal long IdleFromTicks
    {
        get => _idleFrom;
        set => _idleFrom = value;
    }

    internal bool IsExpired(long now) => now >= ExpiryTicks;

    internal bool IsLeased(long now) => Lease is { } lease && lease.ExpiresAt.UtcTicks > now;

    /// <summary>The one place that says when a session expires.</summary>
    internal void RecomputeExpiry()
    {
        if (IsFinished)
        {
            ExpiryTicks = Instants.Never;
            return;
        }

        var idle = Instants.Never;
        if (Details.IdleTimeout is { } timeout && Details.Status != SessionStatus.Paused && !Details.Pinned)
        {
            idle = Instants.Add(_idleFrom, timeout);
            if (Lease is { } lease)
            {
                idle = Math.Max(idle, lease.ExpiresAt.UtcTicks);
            }
        }

        ExpiryTicks = Math.Min(idle, Details.AbsoluteExpiry);
    }
}
