using Sessions.Filters;

namespace Sessions.Stores.Files;

/// <summary>
/// The fields of a session that its summary is right about. What a mere use changes is not among them: uses are told to the
/// catalogs of other processes late.
/// </summary>
internal readonly struct SummaryFields(Summary summary) : IConditionFields
{
    public bool TryGet(SessionField field, out SessionValue value)
    {
        SessionValue? known = field.Kind switch
        {
            SessionFieldKind.Id => SessionValue.OfStored(summary.Id),
            SessionFieldKind.UserId => SessionValue.OfStored(summary.UserId),
            SessionFieldKind.Status => SessionValue.FromStatus(summary.Status),
            SessionFieldKind.CreatedAt => SessionValue.OfTicks(summary.Created),
            SessionFieldKind.UpdatedAt => SessionValue.OfTicks(summary.Updated),
            SessionFieldKind.FinishedAt => SessionFields.OptionalInstant(summary.Finished),
            SessionFieldKind.Version => SessionValue.FromWhole(summary.Version),
            SessionFieldKind.Pinned => SessionValue.FromTruth(summary.Pinned),
            _ => default(SessionValue?),
        };
        value = known.GetValueOrDefault();
        return known is not null;
    }

    public bool TryCount(SessionField field, out int count)
    {
        count = summary.Tags.Length;
        return field.Kind == SessionFieldKind.Tags;
    }

    public string TextAt(SessionField field, int index) => summary.Tags[index];
}
