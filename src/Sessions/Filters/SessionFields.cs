namespace Sessions.Filters;

/// <summary>The fields of a view: the one place that says what each of them is.</summary>
internal readonly struct SessionFields(Session session) : IConditionFields
{
    public bool TryGet(SessionField field, out SessionValue value)
    {
        value = field.Kind switch
        {
            SessionFieldKind.Id => SessionValue.OfStored(session.Id),
            SessionFieldKind.UserId => SessionValue.OfStored(session.UserId),
            SessionFieldKind.DisplayName => SessionValue.OfStored(session.DisplayName),
            SessionFieldKind.Purpose => SessionValue.OfStored(session.Purpose),
            SessionFieldKind.Status => SessionValue.FromStatus(session.Status),
            SessionFieldKind.CreatedAt => SessionValue.OfTicks(session.Details.CreatedAt),
            SessionFieldKind.UpdatedAt => SessionValue.OfTicks(session.UpdatedTicks),
            SessionFieldKind.LastUsedAt => SessionValue.OfTicks(session.LastUsedTicks),
            SessionFieldKind.ExpiresAt => OptionalInstant(session.ExpiryTicks),
            SessionFieldKind.FinishedAt => OptionalInstant(session.Details.FinishedAt),
            SessionFieldKind.Version => SessionValue.FromWhole(session.Version),
            SessionFieldKind.Pinned => SessionValue.FromTruth(session.Pinned),
            SessionFieldKind.CreatedBy => SessionValue.OfStored(session.CreatedBy.Name),
            SessionFieldKind.CurrentChannel => SessionValue.OfStored(session.CurrentChannel.Name),
            SessionFieldKind.MemoryPool => SessionValue.OfStored(session.MemoryPool?.Name),
            SessionFieldKind.MessageCount => SessionValue.FromWhole(session.Messages.Total),
            SessionFieldKind.InvocationCount => SessionValue.FromWhole(session.Invocations.Count),
            SessionFieldKind.FailedInvocationCount => SessionValue.FromWhole(session.Invocations.Failed),
            SessionFieldKind.TotalTokens => SessionValue.FromWhole(session.Usage.TotalTokens),
            SessionFieldKind.Cost => SessionValue.OfFinite(Doubles.Nearest(session.Usage.Cost)),
            SessionFieldKind.Metadata => session.Details.Metadata.TryGetValue(field.Key!, out var json) ? SessionValue.FromJson(json) : default,
            SessionFieldKind.State => session.StateMap.TryGetValue(field.Key!, out var entry) ? SessionValue.FromJson(entry.Value) : default,
            _ => throw new ArgumentOutOfRangeException(nameof(field), field.Kind, "The field has not one value."),
        };
        return true;
    }

    public bool TryCount(SessionField field, out int count)
    {
        count = field.Kind == SessionFieldKind.Tags ? session.Tags.Length : session.Channels.Length;
        return true;
    }

    public string TextAt(SessionField field, int index) =>
        field.Kind == SessionFieldKind.Tags ? session.Tags[index] : session.Channels[index].Channel.Name;

    public static SessionValue OptionalInstant(long ticks) => ticks is Instants.Never or 0 ? default : SessionValue.OfTicks(ticks);
}
