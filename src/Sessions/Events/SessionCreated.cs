namespace Sessions.Events;

/// <summary>The session began. Always the first event of a log.</summary>
public sealed class SessionCreated : SessionEvent
{
    internal SessionCreated(string incarnation) => Incarnation = incarnation;

    /// <inheritdoc/>
    public override string Kind => "created";

    /// <summary>A random name of this life of the id: an id that was deleted and created again has another one.</summary>
    public string Incarnation { get; }

    /// <summary>The user.</summary>
    public string? UserId { get; internal init; }

    /// <summary>The display name.</summary>
    public string? DisplayName { get; internal init; }

    /// <summary>What the session is for.</summary>
    public string? Purpose { get; internal init; }

    /// <summary>The tags.</summary>
    public IReadOnlyList<string> Tags { get; internal init; } = [];

    /// <summary>The app's own metadata.</summary>
    public IReadOnlyDictionary<string, JsonText> Metadata { get; internal init; } = SortedMap<JsonText>.Empty;

    /// <summary>The user's preferences.</summary>
    public IReadOnlyDictionary<string, JsonText> Preferences { get; internal init; } = SortedMap<JsonText>.Empty;

    /// <summary>How long it lives unused; null for as long as it may.</summary>
    public TimeSpan? IdleTimeout { get; internal init; }

    /// <summary>Whether reads extend the idle timeout.</summary>
    public bool Sliding { get; internal init; } = true;

    /// <summary>When it ends however much it is used (UTC); null for never.</summary>
    public DateTimeOffset? AbsoluteExpiry { get; internal init; }

    internal override StatusRule Rule => StatusRule.Any;

    internal override void Apply(Session next, long position)
    {
        next.Details = next.Details with
        {
            Incarnation = Incarnation,
            UserId = UserId,
            DisplayName = DisplayName,
            Purpose = Purpose,
            Tags = [.. Tags],
            Metadata = (SortedMap<JsonText>)Metadata,
            Preferences = (SortedMap<JsonText>)Preferences,
            IdleTimeout = IdleTimeout,
            Sliding = Sliding,
            AbsoluteExpiry = AbsoluteExpiry is { } end ? Instants.From(end) : Instants.Never,
            CreatedAt = AtTicks,
            CreatedBy = Channel,
        };
    }
}
