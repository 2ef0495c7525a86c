namespace Sessions.Events;

/// <summary>An invocation was linked to the session.</summary>
public sealed class InvocationLinked : SessionEvent
{
    internal InvocationLinked(Invocation invocation) => Invocation = invocation;

    /// <inheritdoc/>
    public override string Kind => "invocation";

    /// <summary>The invocation.</summary>
    public Invocation Invocation { get; }

    internal override StatusRule Rule => StatusRule.Active;

    internal override void Apply(Session next, long position) => next.Invocations = next.Invocations.With(Invocation);
}
