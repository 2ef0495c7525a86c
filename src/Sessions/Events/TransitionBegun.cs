namespace Sessions.Events;

/// <summary>A switch to another channel began.</summary>
public sealed class TransitionBegun : SessionEvent
{
    internal TransitionBegun(Channel from, Channel to, string? reason)
    {
        From = from;
        To = to;
        Reason = reason;
    }

    /// <inheritdoc/>
    public override string Kind => "transition.begun";

    /// <summary>The channel left.</summary>
    public Channel From { get; }

    /// <summary>The channel gone to.</summary>
    public Channel To { get; }

    /// <summary>Why, in the caller's words.</summary>
    public string? Reason { get; }

    internal override StatusRule Rule => StatusRule.Unfinished;

    internal override void Apply(Session next, long position) =>
        next.Details = next.Details with { OpenTransition = new Transition(From, To, At, Version) };
}
