using System.Globalization;

namespace Sessions.Filters;

/// <summary>Reads the text of a condition. Whatever is wrong is a <see cref="FormatException"/> that says where.</summary>
internal ref partial struct ConditionTextReader
{
    // One pair of brackets, and one word "not", for each level that a condition may have.
    private const int MaxNesting = 2 * SessionCondition.MaxDepth;

    private readonly string _text;
    private int _at;
    private int _nesting;

    private ConditionTextReader(string text) => _text = text;

    public static SessionCondition Read(string text)
    {
        var reader = new ConditionTextReader(text);
        try
        {
            var condition = reader.Either();
            reader.SkipSpace();
            return reader._at == text.Length ? condition : throw reader.Expected("and, or, or the end of the condition");
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"The condition is refused before character {reader._at + 1}: {error.Message}", error);
        }
    }

    private SessionCondition Either()
    {
        var first = Both();
        if (!TakeWord("or"))
        {
            return first;
        }

        var parts = new List<SessionCondition> { first };
        do
        {
            parts.Add(Both());
            ConditionSize.Within(parts.Count, SessionCondition.MaxNodes, "is made of {0} parts", "text");
        }
        while (TakeWord("or"));
        return SessionCondition.AnyOf(parts);
    }

    private SessionCondition Both()
    {
        var first = One();
        if (!TakeWord("and"))
        {
            return first;
        }

        var parts = new List<SessionCondition> { first };
        do
        {
            parts.Add(One());
            ConditionSize.Within(parts.Count, SessionCondition.MaxNodes, "is made of {0} parts", "text");
        }
        while (TakeWord("and"));
        return SessionCondition.AllOf(parts);
    }

    private SessionCondition One()
    {
        if (++_nesting > MaxNesting)
        {
            throw Expected($"a condition with at most {MaxNesting} brackets and negations around each other");
        }

        var condition = Nested();
        _nesting--;
        return condition;
    }

    private SessionCondition Nested()
    {
        if (Take('('))
        {
            var inner = Either();
            Need(')');
            return inner;
        }

        SkipSpace();
        var start = _at;
        switch (Word())
        {
            case "not":
                return !One();
            case "true":
                return SessionCondition.Always;
            case "false":
                return SessionCondition.Never;
            case var name when FieldTable.TryFind(name, out var kind):
                return Test(Field(kind));
            default:
                _at = start;
                throw Expected($"a field ({FieldTable.Names}), not, true, false, or (");
        }
    }

    private SessionField Field(SessionFieldKind kind)
    {
        if (!FieldTable.HasKey(kind))
        {
            return SessionField.Of(kind, null);
        }

        Need('(');
        var key = Quoted("a key in quotes");
        Need(')');
        return SessionField.Of(kind, key);
    }

    private SessionCondition Test(SessionField field)
    {
        SkipSpace();
        var start = _at;
        if (Sign() is { } sign)
        {
            return new SessionCondition.Comparison(field, sign, Value(field));
        }

        switch (Word())
        {
            case "in":
                return new SessionCondition.OneOf(field, [.. Values(field)]);
            case "like":
                return new SessionCondition.Match(field, Quoted("a pattern in quotes"));
            case "is":
                var negated = TakeWord("not");
                NeedWord("null");
                var missing = new SessionCondition.Missing(field);
                return negated ? !missing : missing;
            default:
                _at = start;
                throw Expected("eq, ne, lt, le, gt, ge (or = != < <= > >=), in, like, is null, or is not null");
        }
    }

    private List<SessionValue> Values(SessionField field)
    {
        var values = new List<SessionValue>();
        Need('(');
        if (Take(')'))
        {
            return values;
        }

        do
        {
            values.Add(Value(field));
            ConditionSize.Within(values.Count, SessionCondition.MaxValues, "names {0} values", "text");
        }
        while (Take(','));
        Need(')');
        return values;
    }

    private SessionValue Value(SessionField field)
    {
        SkipSpace();
        var start = _at;
        var first = Peek();
        var content = first switch
        {
            '\'' or '"' => Quoted("a value in quotes"),
            '-' or (>= '0' and <= '9') => Bare(),
            _ => Word(),
        };
        try
        {
            return (first, content) switch
            {
                ('\'' or '"', _) => OperandText.Quoted(field, content),
                (_, "true" or "false") => OperandText.Truth(field, content == "true"),
                ('-' or (>= '0' and <= '9'), _) => OperandText.Bare(field, content),
                _ => throw OperandText.Expected(field),
            };
        }
        catch (FormatException error)
        {
            _at = start;
            throw At(error.Message);
        }
    }

    private readonly FormatException Expected(string what) => At($"expected {what}");

    private readonly FormatException At(string what) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"At character {_at + 1} of {_text.Length}: {what}{(_at >= _text.Length ? "; the condition ends here" : "")}."));
}
