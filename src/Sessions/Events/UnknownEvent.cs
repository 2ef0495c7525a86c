namespace Sessions.Events;

/// <summary>An event of a kind that a newer build wrote: kept as it is, and passed on; it changes nothing in the view but its version.</summary>
public sealed class UnknownEvent : SessionEvent
{
    internal UnknownEvent(string kind, JsonText raw)
    {
        Kind = kind;
        Raw = raw;
    }

    /// <inheritdoc/>
    public override string Kind { get; }

    /// <summary>The whole event as it stands in the log.</summary>
    public JsonText Raw { get; }

    internal override StatusRule Rule => StatusRule.Unfinished;

    internal override void Apply(Session next, long position)
    {
    }
}
