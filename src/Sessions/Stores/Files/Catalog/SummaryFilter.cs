using Sessions.Filters;

namespace Sessions.Stores.Files;

/// <summary>A filter as it is asked of summaries: the same answers as of views, or none where only the view can say.</summary>
internal sealed class SummaryFilter(SessionFilter filter)
{
    private readonly long _createdFrom = filter.CreatedFrom?.UtcTicks ?? long.MinValue;
    private readonly long _createdBefore = filter.CreatedBefore?.UtcTicks ?? long.MaxValue;
    private readonly long _updatedFrom = filter.UpdatedFrom?.UtcTicks ?? long.MinValue;
    private readonly long _updatedBefore = filter.UpdatedBefore?.UtcTicks ?? long.MaxValue;
    private readonly string? _channel = filter.Channel?.Name;
    private readonly ulong[]? _metadata = filter.Metadata?.Select(static pair => Summary.HashOf(pair.Key, pair.Value)).ToArray();

    public ConditionAnswer Ask(Summary summary) => !MatchesPlainly(summary) ? ConditionAnswer.No
        : filter.Where is { } where ? ConditionEvaluator.Evaluate(where, new SummaryFields(summary))
        : ConditionAnswer.Yes;

    private bool MatchesPlainly(Summary summary) =>
        (filter.UserId is null || filter.UserId == summary.UserId)
        && summary.Created >= _createdFrom && summary.Created < _createdBefore
        && summary.Updated >= _updatedFrom && summary.Updated < _updatedBefore
        && (filter.Statuses is null || filter.Statuses.Contains(summary.Status))
        && (_channel is null || Array.IndexOf(summary.Channels, _channel) >= 0)
        && (filter.AnyTags is null || filter.AnyTags.Any(tag => Array.IndexOf(summary.Tags, tag) >= 0))
        && (filter.AllTags is null || filter.AllTags.All(tag => Array.IndexOf(summary.Tags, tag) >= 0))
        && (_metadata is null || Array.TrueForAll(_metadata, hash => Array.IndexOf(summary.Metadata, hash) >= 0));
}
