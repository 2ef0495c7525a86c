namespace Sessions.Sql;

/// <summary>
/// Conditions as SQL, with the two values that <see cref="SessionCondition"/> has: whatever could be unknown to the engine is
/// made false, so that its complement is true.
/// </summary>
internal sealed partial class SqlQuery
{
    private string Sql(SessionCondition condition) => condition switch
    {
        SessionCondition.All { Conditions: [] } => "1 = 1",
        SessionCondition.Any { Conditions: [] } => "1 = 0",
        SessionCondition.All all => $"({string.Join(" AND ", all.Conditions.Select(Sql))})",
        SessionCondition.Any any => $"({string.Join(" OR ", any.Conditions.Select(Sql))})",
        SessionCondition.Negation not => $"NOT {Sql(not.Condition)}",
        SessionCondition.Comparison { Operator: SessionOperator.NotEqual } unequal => $"NOT {Test(unequal.Field, [unequal.Value], SessionOperator.Equal)}",
        SessionCondition.Comparison comparison => Test(comparison.Field, [comparison.Value], comparison.Operator),
        SessionCondition.OneOf { Values: [] } => "1 = 0",
        SessionCondition.OneOf among => Test(among.Field, among.Values.AsSpan(), SessionOperator.Equal),
        SessionCondition.Match like => Like(like),
        SessionCondition.Missing missing => Missing(missing.Field),
        _ => throw new InvalidOperationException($"{condition.GetType()} is no kind of condition."),
    };

    /// <summary>Whether a field compares so with a value, or is equal to one of several.</summary>
    private string Test(SessionField field, ReadOnlySpan<SessionValue> values, SessionOperator comparison)
    {
        if (values is [var single])
        {
            return Of(field, $"{ColumnOf(field, single.Kind)} {SignOf(comparison)} {Add(single)}");
        }

        // A list by column: to SQLite, a thousand alternatives one by one are nested too deep.
        var lists = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            var column = ColumnOf(field, value.Kind);
            var list = lists.TryGetValue(column, out var known) ? known : lists[column] = [];
            list.Add(Add(value));
        }

        return Of(field, $"({string.Join(" OR ", lists.Select(static list => $"{list.Key} IN ({string.Join(", ", list.Value)})"))})");
    }

    private string Like(SessionCondition.Match like)
    {
        var (guard, column) = like.Field.Kind is SessionFieldKind.Metadata or SessionFieldKind.State
            ? ("x.kind = 'text' AND ", "x.text_value")
            : ("", ColumnOf(like.Field, SessionValueKind.Text));
        var pattern = like.Pattern;
        if (SqlText.SeesEscapes(pattern))
        {
            column = SqlText.Whole(column, pattern, text => Add(SqlType.Text, text));
        }

        if (dialect is SqliteDialect && SqlText.SeesMerged(pattern))
        {
            (column, pattern) = SqlText.Unmerged(column, pattern, text => Add(SqlType.Text, text));
        }

        return Of(like.Field, guard + (dialect is SqliteDialect
            ? $"{column} GLOB {Add(SqlType.Text, SqlPattern.ToGlob(pattern))}"
            : $"{column} LIKE {Add(SqlType.Text, SqlPattern.ToLike(pattern))} ESCAPE '!'"));
    }

    private string Missing(SessionField field) => field.Kind switch
    {
        SessionFieldKind.Tags or SessionFieldKind.Channels => $"NOT {Of(field, "1 = 1")}",
        SessionFieldKind.Metadata or SessionFieldKind.State => $"NOT {Of(field, "x.kind <> 'null'")}",
        _ => $"({ColumnOf(field, default)} IS NULL)",
    };

    /// <summary>A test of a field's value, false where there is none.</summary>
    private string Of(SessionField field, string test) => field.Kind switch
    {
        SessionFieldKind.Tags => Tagged(test),
        SessionFieldKind.Channels => $"EXISTS (SELECT 1 FROM session_channels x WHERE x.session = sessions.session AND {test})",
        SessionFieldKind.Metadata => $"EXISTS (SELECT 1 FROM session_metadata x WHERE x.session = sessions.session AND x.name = {Add(SqlType.Text, SqlText.Encode(field.Key))} AND {test})",
        SessionFieldKind.State => $"EXISTS (SELECT 1 FROM session_state x WHERE x.session = sessions.session AND x.name = {Add(SqlType.Text, SqlText.Encode(field.Key))} AND {test})",
        _ => $"({ColumnOf(field, default)} IS NOT NULL AND {test})",
    };

    private static string ColumnOf(SessionField field, SessionValueKind kind) => field.Kind switch
    {
        SessionFieldKind.Id => "id",
        SessionFieldKind.UserId => "user_id",
        SessionFieldKind.DisplayName => "display_name",
        SessionFieldKind.Purpose => "purpose",
        SessionFieldKind.Status => "status",
        SessionFieldKind.CreatedAt => "created_at",
        SessionFieldKind.UpdatedAt => "updated_at",
        SessionFieldKind.LastUsedAt => "last_used_at",
        SessionFieldKind.ExpiresAt => "expires_at",
        SessionFieldKind.FinishedAt => "finished_at",
        SessionFieldKind.Version => "version",
        SessionFieldKind.Pinned => "pinned",
        SessionFieldKind.CreatedBy => "created_by",
        SessionFieldKind.CurrentChannel => "channel",
        SessionFieldKind.MemoryPool => "memory_pool",
        SessionFieldKind.MessageCount => "messages",
        SessionFieldKind.InvocationCount => "invocations",
        SessionFieldKind.FailedInvocationCount => "failed_invocations",
        SessionFieldKind.TotalTokens => "tokens",
        SessionFieldKind.Cost => "cost",
        SessionFieldKind.Tags => "x.tag",
        SessionFieldKind.Channels => "x.channel",
        _ => kind switch
        {
            SessionValueKind.Truth => "x.kind = 'truth' AND x.truth_value",
            SessionValueKind.Text => "x.kind = 'text' AND x.text_value",
            _ => "x.kind = 'number' AND x.number_value",
        },
    };

    private static string SignOf(SessionOperator comparison) => comparison switch
    {
        SessionOperator.Equal => "=",
        SessionOperator.Less => "<",
        SessionOperator.LessOrEqual => "<=",
        SessionOperator.Greater => ">",
        SessionOperator.GreaterOrEqual => ">=",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Not equal is the complement of equal."),
    };

    private string Add(in SessionValue value) => value.Kind switch
    {
        SessionValueKind.Text => Add(SqlType.Text, SqlText.Encode(value.AsText())),
        SessionValueKind.WholeNumber => Add(SqlType.Number, value.AsWhole()),
        SessionValueKind.Number => Add(SqlType.Double, value.AsNumber()),
        SessionValueKind.Truth => Add(SqlType.Truth, value.AsTruth()),
        SessionValueKind.Instant => Add(SqlType.Instant, dialect.Instant(value.AsInstant().UtcTicks)),
        SessionValueKind.Status => Add(SqlType.Text, SessionColumns.StatusName(value.AsStatus())),
        _ => throw new InvalidOperationException($"{value.Kind} is nothing to compare with."),
    };
}
