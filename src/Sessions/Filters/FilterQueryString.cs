using System.Text;

namespace Sessions.Filters;

/// <summary>Writes filters as query strings: a parameter for each that is set, an empty one for a list that has nothing.</summary>
internal static class FilterQueryString
{
    public const string MetadataPrefix = "metadata.";

    public static string Write(SessionFilter filter)
    {
        var query = new StringBuilder();
        One(query, "user", filter.UserId);
        Several(query, "status", filter.Statuses?.Select(StatusNames.Of));
        Several(query, "tag", filter.AllTags);
        Several(query, "anyTag", filter.AnyTags);
        One(query, "channel", filter.Channel?.Name);
        Instant(query, "createdFrom", filter.CreatedFrom);
        Instant(query, "createdBefore", filter.CreatedBefore);
        Instant(query, "updatedFrom", filter.UpdatedFrom);
        Instant(query, "updatedBefore", filter.UpdatedBefore);
        if (filter.Metadata is { Count: 0 })
        {
            One(query, "metadata", "");
        }

        foreach (var (key, value) in filter.Metadata ?? new Dictionary<string, JsonText>())
        {
            One(query, MetadataPrefix + key, value.ToString());
        }

        One(query, "where", filter.Where?.ToString());
        return query.ToString();
    }

    private static void One(StringBuilder query, string name, string? value)
    {
        if (value is not null)
        {
            query.Append(query.Length == 0 ? "" : "&").Append(QueryStringText.Encode(name)).Append('=').Append(QueryStringText.Encode(value));
        }
    }

    private static void Several(StringBuilder query, string name, IEnumerable<string>? values)
    {
        if (values is null)
        {
            return;
        }

        foreach (var value in values.DefaultIfEmpty(""))
        {
            One(query, name, value);
        }
    }

    private static void Instant(StringBuilder query, string name, DateTimeOffset? instant) =>
        One(query, name, instant is { } known ? InstantForm.Write(known) : null);
}
