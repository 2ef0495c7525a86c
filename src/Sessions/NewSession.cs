namespace Sessions;

/// <summary>What a session is to begin with. Everything may be left out.</summary>
public sealed record NewSession
{
    /// <summary>The id; a random one of 130 bits when left out.</summary>
    public string? Id { get; init; }

    /// <summary>The user it belongs to. A manager made with <c>ForUser</c> sets its own.</summary>
    public string? UserId { get; init; }

    /// <summary>A name to show.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What it is for.</summary>
    public string? Purpose { get; init; }

    /// <summary>Labels to find it by.</summary>
    public IReadOnlyCollection<string> Tags { get; init; } = [];

    /// <summary>Metadata of the app's own.</summary>
    public IReadOnlyDictionary<string, JsonText> Metadata { get; init; } = SortedMap<JsonText>.Empty;

    /// <summary>The user's preferences.</summary>
    public IReadOnlyDictionary<string, JsonText> Preferences { get; init; } = SortedMap<JsonText>.Empty;

    /// <summary>The state to begin with.</summary>
    public IReadOnlyDictionary<string, JsonText> State { get; init; } = SortedMap<JsonText>.Empty;

    /// <summary>How long it lives unused ("time to live"), in whole milliseconds; the option's default when left out.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Whether it lives unused for as long as it may, whatever the default idle timeout.</summary>
    public bool NoIdleTimeout { get; init; }

    /// <summary>Whether reads extend the idle timeout.</summary>
    /// <value>true</value>
    public bool Sliding { get; init; } = true;

    /// <summary>How long it lives however much it is used; the option's default when left out.</summary>
    public TimeSpan? AbsoluteLifetime { get; init; }

    /// <summary>When it ends however much it is used, as an instant; excludes <see cref="AbsoluteLifetime"/>.</summary>
    public DateTimeOffset? AbsoluteExpiry { get; init; }

    /// <summary>Whether cleanup keeps it whatever its age.</summary>
    public bool Pinned { get; init; }
}
