using System.Globalization;

namespace Sessions.Sql;

internal sealed partial class SqlQuery
{
    /// <summary>The everyday properties of a filter, each as <see cref="SessionFilter.Matches"/> has it.</summary>
    private void Everyday(SessionFilter filter)
    {
        if (filter.UserId is { } user)
        {
            And($"user_id = {Add(SqlType.Text, SqlText.Encode(user))}");
        }

        if (filter.Statuses is { } statuses)
        {
            And(AnyOf("status", statuses.Select(SessionColumns.StatusName)));
            if (IsOfInactive(filter))
            {
                // In the words of the index of those that are not active, which are fewer.
                And("status <> 'active'");
            }
        }

        if (filter.AnyTags is { } any)
        {
            And(Tagged(AnyOf("x.tag", any)));
        }

        if (filter.AllTags is { } all)
        {
            All([.. all.Distinct(StringComparer.Ordinal)]);
        }

        if (filter.Channel is { } channel)
        {
            And($"EXISTS (SELECT 1 FROM session_channels c WHERE c.session = sessions.session AND c.channel = {Add(SqlType.Text, channel.Name)})");
        }

        Bound("created_at", ">=", filter.CreatedFrom);
        Bound("created_at", "<", filter.CreatedBefore);
        Bound("updated_at", ">=", filter.UpdatedFrom);
        Bound("updated_at", "<", filter.UpdatedBefore);
        foreach (var (name, value) in filter.Metadata ?? new Dictionary<string, JsonText>())
        {
            And($"EXISTS (SELECT 1 FROM session_metadata m WHERE m.session = sessions.session AND m.name = {Add(SqlType.Text, SqlText.Encode(name))} AND {TextOf("m.value")} = {Add(SqlType.Text, value.ToString())})");
        }

        if (filter.Where is { } condition)
        {
            And(Sql(condition));
        }
    }

    private static bool IsOfInactive(SessionFilter filter) => filter.Statuses is { } statuses && !statuses.Contains(SessionStatus.Active);

    /// <summary>
    /// Stored instants are whole microseconds: what is finer lies between two of them, so that at least, and less than, are both
    /// said of the later one.
    /// </summary>
    private void Bound(string column, string sign, DateTimeOffset? instant)
    {
        if (instant is not { } bound)
        {
            return;
        }

        var ticks = Instants.From(bound);
        if (ticks < bound.UtcTicks)
        {
            ticks += TimeSpan.TicksPerMicrosecond;
        }

        if (ticks > DateTime.MaxValue.Ticks)
        {
            // Behind the last microsecond that there is: everything comes before it.
            And(sign == "<" ? "1 = 1" : "1 = 0");
            return;
        }

        var parameter = Add(SqlType.Instant, dialect.Instant(ticks));
        Roughly(column, sign[0], parameter);
        And($"{column} {sign} {parameter}");
    }

    /// <summary>Whether a tag passes a test; SQLite goes by the index of tags only where it is asked like this.</summary>
    private string Tagged(string test) => dialect is SqliteDialect
        ? $"session IN (SELECT x.session FROM session_tags x WHERE {test})"
        : $"EXISTS (SELECT 1 FROM session_tags x WHERE x.session = sessions.session AND {test})";

    /// <summary>Few tags are looked up one by one, by their index; many are counted, since engines do not take so many questions at once.</summary>
    private void All(string[] tags)
    {
        const int Few = 16;
        if (tags.Length > Few)
        {
            And($"(SELECT COUNT(*) FROM session_tags x WHERE x.session = sessions.session AND {AnyOf("x.tag", tags)}) = {tags.Length.ToString(CultureInfo.InvariantCulture)}");
            return;
        }

        foreach (var tag in tags)
        {
            And(Tagged($"x.tag = {Add(SqlType.Text, SqlText.Encode(tag))}"));
        }
    }

    private string AnyOf(string column, IEnumerable<string> values)
    {
        var names = values.Select(value => Add(SqlType.Text, SqlText.Encode(value))).ToArray();
        return names.Length == 0 ? "1 = 0" : $"{column} IN ({string.Join(", ", names)})";
    }

    private string TextOf(string json) => dialect is PostgreSqlDialect ? $"{json}::text" : json;

    private void And(string condition) => _text.Append(CultureInfo.InvariantCulture, $" AND {condition}");
}
