namespace Sessions.Events;

/// <summary>Descriptive details changed. What is null or empty here stayed as it was.</summary>
public sealed class DetailsChanged : SessionEvent
{
    internal DetailsChanged()
    {
    }

    /// <inheritdoc/>
    public override string Kind => "details";

    /// <summary>The new display name; empty when it was taken away.</summary>
    public string? DisplayName { get; internal init; }

    /// <summary>The new purpose; empty when it was taken away.</summary>
    public string? Purpose { get; internal init; }

    /// <summary>The new tags, which replace the old ones; null when they stayed.</summary>
    public IReadOnlyList<string>? Tags { get; internal init; }

    /// <summary>Metadata that was set, key by key.</summary>
    public IReadOnlyDictionary<string, JsonText> Metadata { get; internal init; } = SortedMap<JsonText>.Empty;

    /// <summary>Keys of metadata that were removed.</summary>
    public IReadOnlyList<string> RemovedMetadata { get; internal init; } = [];

    /// <summary>Preferences that were set, key by key.</summary>
    public IReadOnlyDictionary<string, JsonText> Preferences { get; internal init; } = SortedMap<JsonText>.Empty;

    /// <summary>Keys of preferences that were removed.</summary>
    public IReadOnlyList<string> RemovedPreferences { get; internal init; } = [];

    internal override StatusRule Rule => StatusRule.Unfinished;

    internal override void Apply(Session next, long position)
    {
        var details = next.Details;
        next.Details = details with
        {
            DisplayName = DisplayName is null ? details.DisplayName : NullIfEmpty(DisplayName),
            Purpose = Purpose is null ? details.Purpose : NullIfEmpty(Purpose),
            Tags = Tags is null ? details.Tags : [.. Tags],
            Metadata = Merge(details.Metadata, Metadata, RemovedMetadata),
            Preferences = Merge(details.Preferences, Preferences, RemovedPreferences),
        };
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static SortedMap<JsonText> Merge(
        SortedMap<JsonText> map, IReadOnlyDictionary<string, JsonText> set, IReadOnlyList<string> removed)
    {
        foreach (var key in removed)
        {
            map = map.Remove(key);
        }

        foreach (var (key, value) in set)
        {
            map = map.Set(key, value);
        }

        return map;
    }
}
