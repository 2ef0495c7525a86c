namespace Sessions.Events;

/// <summary>How long the session lives was set anew.</summary>
public sealed class ExpiryChanged : SessionEvent
{
    internal ExpiryChanged(TimeSpan? idleTimeout, bool sliding, DateTimeOffset? absoluteExpiry)
    {
        IdleTimeout = idleTimeout;
        Sliding = sliding;
        AbsoluteExpiry = absoluteExpiry;
    }

    /// <inheritdoc/>
    public override string Kind => "expiry";

    /// <summary>How long it lives unused; null for as long as it may.</summary>
    public TimeSpan? IdleTimeout { get; }

    /// <summary>Whether reads extend the idle timeout.</summary>
    public bool Sliding { get; }

    /// <summary>When it ends however much it is used (UTC); null for never.</summary>
    public DateTimeOffset? AbsoluteExpiry { get; }

    internal override StatusRule Rule => StatusRule.Unfinished;

    internal override void Apply(Session next, long position) => next.Details = next.Details with
    {
        IdleTimeout = IdleTimeout,
        Sliding = Sliding,
        AbsoluteExpiry = AbsoluteExpiry is { } end ? Instants.From(end) : Instants.Never,
    };
}
