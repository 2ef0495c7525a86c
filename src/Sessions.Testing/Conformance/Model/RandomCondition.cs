namespace Sessions.Testing.Model;

/// <summary>Random sessions and conditions from one small world, so that they meet.</summary>
internal sealed class RandomCondition(Random random)
{
    /// <summary>Texts that sort, fold, escape or quote wrongly wherever something is done wrongly.</summary>
    public static readonly string[] Texts =
    [
        "a", "A", "b", "ab", "a b", "a ", " a", "aa", "ä", "a\u0308", "ß", "ss", "Z", "z", "\uE000", "\uFFFD", "\U0001F600", "\U00010000", "\u65E5\u672C",
        "%", "_", "\\", "a%b", "a_b", "a\\b", "'", "''", "\"", "'; drop table sessions; --", "a\tb", "a\nb", "$", "a.b", "null", "true", "1", "1.0",
        "\u00A0", "\u200B", "\u0130", "i", "\u0131", "I", "\u007F", "\u0001", "\u0002", "\uFDD0", "\uFFFE", "\uFFFF",
    ];

    /// <summary>Keys that would escape from where they are written, or be taken for a path.</summary>
    public static readonly string[] Keys =
        ["k", "K", "a\"b", "a.b", "$", "$.a", "a'b", "'; drop table sessions; --", "[0]", "a\\b", "%", "\U0001F600", " ", "a:b", "?", "@p0", "{0}"];

    /// <summary>JSON values: each kind, each way to write a number, and what is only not null.</summary>
    public static readonly string[] Values =
    [
        "null", "true", "false", "1", "1.0", "1e0", "10e-1", "0", "-0", "-0.0", "2", "10", "0.3", "0.30000000000000004", "9007199254740992", "9007199254740993",
        "1e400", "-1e400", "1.7976931348623157e308", "1e-400", "5e-324", "-1", "123456789012345678901234567890", "{}", "[]", "{\"a\":1}", "[1]", "[\"a\"]",
        "\"\"", "\"a\"", "\"\\u0061\"", "\"1\"", "\"true\"", "\"null\"", "\"\\ud83d\\ude00\"", "\"a\\u0000\"", "\"\\ud83d\"", "\"a\\n\"", " \"b\" ", "\"\\\"\"",
    ];

    private static readonly string[] Patterns =
        ["%", "_", "a%", "%a", "%a%", "a_b", "_%", "%_", "__", "a\\%b", "a\\_b", "a\\\\b", "\\a", "%'%", "%\"%", "", "%%", "_a%b_", "A%", "%\u0308", "%;%", "\U0001F600", "[a]", "a*", "?", "^a$", "%\u0001", "%\u0002", "\u0001_", "%\uFFFD", "\uFFFE_", "_\uFFFF%"];

    public string Text() => random.Next(8) > 0 ? Pick(Texts) : Pick(Texts) + Pick(Texts);

    public JsonText Value() => random.Next(3) > 0 ? JsonText.Parse(Pick(Values)) : JsonText.FromString(Text());

    public string Key() => Pick(Keys);

    public T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <param name="instants">Instants to compare with.</param>
    /// <param name="depth">How deep it may still be.</param>
    public SessionCondition Next(IReadOnlyList<DateTimeOffset> instants, int depth = 3) => (depth == 0 ? 9 : random.Next(10)) switch
    {
        0 or 1 => SessionCondition.AllOf(Several(instants, depth)),
        2 or 3 => SessionCondition.AnyOf(Several(instants, depth)),
        4 => !Next(instants, depth - 1),
        _ => Test(Pick(Fields()), instants),
    };

    private SessionCondition[] Several(IReadOnlyList<DateTimeOffset> instants, int depth) =>
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => Next(instants, depth - 1))];

    private SessionField[] Fields() =>
    [
        SessionField.Id, SessionField.UserId, SessionField.DisplayName, SessionField.Purpose, SessionField.Status, SessionField.CreatedAt,
        SessionField.UpdatedAt, SessionField.LastUsedAt, SessionField.ExpiresAt, SessionField.FinishedAt, SessionField.Version, SessionField.Pinned,
        SessionField.CreatedBy, SessionField.CurrentChannel, SessionField.MemoryPool, SessionField.MessageCount, SessionField.InvocationCount,
        SessionField.FailedInvocationCount, SessionField.TotalTokens, SessionField.Cost, SessionField.Tags, SessionField.Channels,
        SessionField.Tags, SessionField.State(Key()), SessionField.State(Key()), SessionField.State(Key()), SessionField.Metadata(Key()), SessionField.Metadata(Key()),
    ];

    private SessionCondition Test(SessionField field, IReadOnlyList<DateTimeOffset> instants)
    {
        var hasTexts = field.Type is SessionFieldType.Text or SessionFieldType.Json;
        switch (random.Next(hasTexts ? 8 : 6))
        {
            case 0:
                return field.IsNull();
            case 1:
                return field.In([.. Enumerable.Range(0, random.Next(4) == 0 ? 20 : random.Next(4)).Select(_ => Operand(field, instants))]);
            case 2 or 3 or 4 or 5:
                var value = Operand(field, instants);
                var ordered = !field.IsMultiValued && value.Kind is not (SessionValueKind.Truth or SessionValueKind.Status);
                return new SessionCondition.Comparison(field, (SessionOperator)random.Next(ordered ? 6 : 2), value);
            default:
                return field.Like(random.Next(3) > 0 ? Pick(Patterns) : $"{SessionCondition.Match.Escape(Text())}%");
        }
    }

    private SessionValue Operand(SessionField field, IReadOnlyList<DateTimeOffset> instants) => field.Type switch
    {
        SessionFieldType.Text => field.Kind switch
        {
            SessionFieldKind.Id => $"s{random.Next(40):00}",
            SessionFieldKind.CreatedBy or SessionFieldKind.CurrentChannel or SessionFieldKind.Channels => Pick(["api", "cli", "default", "apj", "API"]),
            _ => Text(),
        },
        SessionFieldType.WholeNumber => (long)random.Next(-1, 6),
        SessionFieldType.Number => random.Next(2) == 0 ? random.Next(4) * 0.1 : random.Next(4) * 0.1m,
        SessionFieldType.Truth => random.Next(2) == 0,
        SessionFieldType.Instant => Pick(instants).AddTicks(random.Next(3) - 1),
        SessionFieldType.Status => (SessionStatus)random.Next(5),
        _ => JsonOperand(),
    };

    private SessionValue JsonOperand()
    {
        var value = SessionValue.FromJson(JsonText.Parse(Pick(Values)));
        return value.Kind is SessionValueKind.Null or SessionValueKind.Opaque ? Text() : value;
    }
}
