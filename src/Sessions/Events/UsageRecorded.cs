namespace Sessions.Events;

/// <summary>Tokens and cost were added to the session's usage.</summary>
public sealed class UsageRecorded : SessionEvent
{
    internal UsageRecorded(TokenUsage usage) => Usage = usage;

    /// <inheritdoc/>
    public override string Kind => "usage";

    /// <summary>What was added.</summary>
    public TokenUsage Usage { get; }

    internal override StatusRule Rule => StatusRule.Unfinished;

    internal override void Apply(Session next, long position) =>
        next.Details = next.Details with { Usage = next.Details.Usage + Usage };
}
