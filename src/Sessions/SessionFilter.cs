using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>
/// Which sessions to list, count or delete. Everything that is set must hold; what is left out allows any. Whatever else there
/// is to ask is a <see cref="SessionCondition"/>, which is a filter by itself too.
/// </summary>
[JsonConverter(typeof(SessionFilterJsonConverter))]
public sealed partial record SessionFilter
{
    /// <summary>Every session.</summary>
    public static SessionFilter All { get; } = new();

    /// <summary>Of this user.</summary>
    public string? UserId { get; init; }

    /// <summary>In one of these statuses.</summary>
    public IReadOnlyCollection<SessionStatus>? Statuses { get; init; }

    /// <summary>With at least one of these tags.</summary>
    public IReadOnlyCollection<string>? AnyTags { get; init; }

    /// <summary>With all of these tags.</summary>
    public IReadOnlyCollection<string>? AllTags { get; init; }

    /// <summary>Used by this channel.</summary>
    public Channel? Channel { get; init; }

    /// <summary>Created at this instant or later.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Created before this instant.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Last changed at this instant or later.</summary>
    public DateTimeOffset? UpdatedFrom { get; init; }

    /// <summary>Last changed before this instant.</summary>
    public DateTimeOffset? UpdatedBefore { get; init; }

    /// <summary>With these metadata, each equal byte for byte.</summary>
    public IReadOnlyDictionary<string, JsonText>? Metadata { get; init; }

    /// <summary>Of which this holds.</summary>
    public SessionCondition? Where { get; init; }

    /// <summary>Whether a session is one of them.</summary>
    public bool Matches(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return (UserId is null || UserId == session.UserId)
            && (Statuses is null || Statuses.Contains(session.Status))
            && (AnyTags is null || HasAny(session.Tags, AnyTags))
            && (AllTags is null || HasAll(session.Tags, AllTags))
            && (Channel is not { } channel || session.TryGetChannel(channel, out _))
            && (CreatedFrom is not { } createdFrom || session.CreatedAt >= createdFrom)
            && (CreatedBefore is not { } createdBefore || session.CreatedAt < createdBefore)
            && (UpdatedFrom is not { } updatedFrom || session.UpdatedAt >= updatedFrom)
            && (UpdatedBefore is not { } updatedBefore || session.UpdatedAt < updatedBefore)
            && (Metadata is null || HasAll(session.Details.Metadata, Metadata))
            && (Where is null || Where.Matches(session));
    }

    // Loops, not lambdas: one that captured the session would be allocated for every session that a list looks at.
    private static bool HasAny(ImmutableArray<string> tags, IReadOnlyCollection<string> wanted)
    {
        foreach (var tag in wanted)
        {
            if (tags.Contains(tag))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasAll(ImmutableArray<string> tags, IReadOnlyCollection<string> wanted)
    {
        foreach (var tag in wanted)
        {
            if (!tags.Contains(tag))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasAll(SortedMap<JsonText> metadata, IReadOnlyDictionary<string, JsonText> wanted)
    {
        foreach (var (key, value) in wanted)
        {
            if (!metadata.TryGetValue(key, out var known) || known != value)
            {
                return false;
            }
        }

        return true;
    }
}
