namespace Sessions;

/// <summary>
/// What a filter must be. One that names what no session can have finds nothing, and deletes nothing, without a word: whoever
/// misspelt it would not learn of it.
/// </summary>
internal static class SessionFilterRules
{
    public static SessionFilter Validate(SessionFilter filter)
    {
        if (filter.UserId is not null)
        {
            Check.Name(filter.UserId, "A user id");
        }

        foreach (var status in filter.Statuses ?? [])
        {
            if (status is < SessionStatus.Active or > SessionStatus.Abandoned)
            {
                throw new ArgumentOutOfRangeException(nameof(filter), status, "A status is Active, Paused, Completed, Failed or Abandoned.");
            }
        }

        foreach (var tag in filter.AnyTags ?? [])
        {
            Check.Name(tag, "A tag", nameof(filter.AnyTags));
        }

        foreach (var tag in filter.AllTags ?? [])
        {
            Check.Name(tag, "A tag", nameof(filter.AllTags));
        }

        foreach (var key in filter.Metadata?.Keys ?? [])
        {
            Check.Name(key, "A metadata key", nameof(filter.Metadata));
        }

        Range(filter.CreatedFrom, filter.CreatedBefore, nameof(filter.CreatedFrom), nameof(filter.CreatedBefore));
        Range(filter.UpdatedFrom, filter.UpdatedBefore, nameof(filter.UpdatedFrom), nameof(filter.UpdatedBefore));
        return filter;
    }

    private static void Range(DateTimeOffset? from, DateTimeOffset? before, string fromName, string beforeName)
    {
        if (from > before)
        {
            throw new ArgumentException(
                $"{fromName} ({from:O}) lies after {beforeName} ({before:O}), so that no session can be in between. Put the earlier one first.", fromName);
        }
    }
}
