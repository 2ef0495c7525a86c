using System.Collections.Immutable;

namespace Sessions;

/// <summary>
/// What of a view seldom changes. It stands apart, so that the copy that every commit makes of the view holds only what
/// every commit changes.
/// </summary>
internal sealed record SessionDetails
{
    private readonly Used? _used;
    private readonly byte[]? _unknownFields;

    public required string Partition { get; init; }

    public required string Id { get; init; }

    public string Incarnation { get; init; } = "";

    public string? UserId { get; init; }

    public string? DisplayName { get; init; }

    public string? Purpose { get; init; }

    public ImmutableArray<string> Tags { get; init; } = [];

    public SortedMap<JsonText> Metadata { get; init; } = SortedMap<JsonText>.Empty;

    public SortedMap<JsonText> Preferences { get; init; } = SortedMap<JsonText>.Empty;

    public long CreatedAt { get; init; }

    public Channel CreatedBy { get; init; }

    public SessionStatus Status { get; init; }

    public bool Sliding { get; init; } = true;

    public bool Pinned { get; init; }

    public string? StatusReason { get; init; }

    public long FinishedAt { get; init; }

    public TimeSpan? IdleTimeout { get; init; }

    public long AbsoluteExpiry { get; init; } = Instants.Never;

    public MemoryPoolBinding? MemoryPool { get; init; }

    public TokenUsage Usage
    {
        get => _used?.Usage ?? default;
        init => _used = value == default ? null : new Used(value);
    }

    public Transition? OpenTransition { get; init; }

    public long TransitionCount { get; init; }

    public long KeyPosition { get; init; } = -1;

    /// <summary>The version behind which compaction dropped what was superseded; zero where it never did.</summary>
    public long Horizon { get; init; }

    /// <summary>Fields of a snapshot that a newer build wrote and this one does not know.</summary>
    public JsonText? UnknownFields
    {
        get => JsonText.TrustedOrNone(_unknownFields);
        init => _unknownFields = value?.ToBytes();
    }

    /// <summary>48 bytes that many sessions have no use for.</summary>
    private sealed record Used(TokenUsage Usage);
}
