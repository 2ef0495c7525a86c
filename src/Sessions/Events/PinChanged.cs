namespace Sessions.Events;

/// <summary>The session was pinned or unpinned.</summary>
public sealed class PinChanged : SessionEvent
{
    internal PinChanged(bool pinned) => Pinned = pinned;

    /// <inheritdoc/>
    public override string Kind => "pin";

    /// <summary>Whether cleanup keeps it whatever its age.</summary>
    public bool Pinned { get; }

    // A finished session may be pinned: what its owner wants to keep is most often finished.
    internal override StatusRule Rule => StatusRule.Any;

    internal override void Apply(Session next, long position) => next.Details = next.Details with { Pinned = Pinned };
}
