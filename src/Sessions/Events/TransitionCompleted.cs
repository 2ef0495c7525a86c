namespace Sessions.Events;

/// <summary>The switch that had begun is done: the other channel has taken over.</summary>
public sealed class TransitionCompleted : SessionEvent
{
    internal TransitionCompleted(long begunVersion) => BegunVersion = begunVersion;

    /// <inheritdoc/>
    public override string Kind => "transition.completed";

    /// <summary>The version of the event that began it.</summary>
    public long BegunVersion { get; }

    internal override StatusRule Rule => StatusRule.Unfinished;

    internal override void Apply(Session next, long position) =>
        next.Details = next.Details with { OpenTransition = null, TransitionCount = next.Details.TransitionCount + 1 };
}
