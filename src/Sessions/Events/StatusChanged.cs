namespace Sessions.Events;

/// <summary>The session was paused, resumed, completed, failed, abandoned or reopened.</summary>
public sealed class StatusChanged : SessionEvent
{
    internal StatusChanged(SessionStatus status, string? reason = null, bool reopened = false)
    {
        Status = status;
        Reason = reason;
        Reopened = reopened;
    }

    /// <inheritdoc/>
    public override string Kind => "status";

    /// <summary>The new status.</summary>
    public SessionStatus Status { get; }

    /// <summary>Why, in the caller's words.</summary>
    public string? Reason { get; }

    /// <summary>Whether a finished session was taken up again.</summary>
    public bool Reopened { get; }

    internal override StatusRule Rule => StatusRule.Any;

    internal override void Apply(Session next, long position)
    {
        var finished = Status >= SessionStatus.Completed;
        next.Details = next.Details with
        {
            Status = Status,
            StatusReason = Reason,
            FinishedAt = finished ? AtTicks : 0,
        };
    }
}
