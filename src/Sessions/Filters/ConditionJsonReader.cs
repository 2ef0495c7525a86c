using System.Text;
using System.Text.Json;

namespace Sessions.Filters;

/// <summary>Reads conditions from JSON, whose properties may stand in any order.</summary>
internal ref struct ConditionJsonReader
{
    private const string Members = "\"and\", \"or\", \"not\", or \"field\" with \"equal\", \"notEqual\", \"less\", \"lessOrEqual\", "
        + "\"greater\", \"greaterOrEqual\", \"in\", \"like\" or \"isNull\"";

    private readonly int _depth;
    private string? _field;
    private string? _key;
    private string? _operation;
    private SessionCondition? _joined;

    // What the operation compares with is read again when the field is known.
    private Utf8JsonReader _operand;

    private ConditionJsonReader(int depth) => _depth = depth;

    /// <summary>Reads the value at hand, and stops at its end.</summary>
    public static SessionCondition Read(ref Utf8JsonReader json, int depth = 1)
    {
        FilterJsonInput.Need(json, JsonTokenType.StartObject, "a condition, which is an object,");
        if (depth > SessionCondition.MaxDepth)
        {
            throw FilterJsonInput.Wrong(json, $"a condition is nested at most {SessionCondition.MaxDepth} deep");
        }

        var begin = json;
        try
        {
            var reader = new ConditionJsonReader(depth);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                reader.Property(ref json);
            }

            return reader.Build() ?? throw FilterJsonInput.Expected(begin, $"a condition with one of {Members}");
        }
        catch (ArgumentException error)
        {
            throw FilterJsonInput.Wrong(begin, error.Message.TrimEnd('.'));
        }
    }

    private void Property(ref Utf8JsonReader json)
    {
        var property = json;
        var name = FilterJsonInput.Text(json, "a name");
        json.Read();
        switch (name)
        {
            case "field" when _field is null:
                _field = FilterJsonInput.Text(json, "the name of a field");
                if (!FieldTable.TryFind(_field, out _))
                {
                    throw FilterJsonInput.Expected(json, $"one of {FieldTable.Names}");
                }

                break;
            case "key" when _key is null:
                _key = FilterJsonInput.Text(json, "a key of the state or metadata");
                break;
            case "and" or "or" or "not" when _joined is null:
                _joined = Join(ref json, name);
                break;
            case "in" or "like" or "isNull" when _operation is null:
            case var _ when _operation is null && Array.IndexOf(ConditionJson.Operators, name) >= 0:
                _operation = name;
                _operand = json;
                json.Skip();
                break;
            default:
                throw FilterJsonInput.Expected(property, $"each once, a condition's {Members}");
        }
    }

    private readonly SessionCondition Join(ref Utf8JsonReader json, string how)
    {
        if (how == "not")
        {
            return !Read(ref json, _depth + 1);
        }

        FilterJsonInput.Need(json, JsonTokenType.StartArray, "an array of conditions");
        var parts = new List<SessionCondition>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            parts.Add(Read(ref json, _depth + 1));
            ConditionSize.Within(parts.Count, SessionCondition.MaxNodes, "is made of {0} parts", "json");
        }

        return how == "and" ? SessionCondition.AllOf(parts) : SessionCondition.AnyOf(parts);
    }

    /// <returns>Null when there is too little, or too much.</returns>
    private SessionCondition? Build()
    {
        if (_joined is not null)
        {
            return _field is null && _key is null && _operation is null ? _joined : null;
        }

        if (_field is null || _operation is null || !FieldTable.TryFind(_field, out var kind))
        {
            return null;
        }

        if (FieldTable.HasKey(kind) != _key is not null)
        {
            throw new ArgumentException($"\"{_field}\" and its \"key\": \"state\" and \"metadata\" need one, and only they have one.");
        }

        var field = SessionField.Of(kind, _key);
        switch (_operation)
        {
            case "isNull":
                FilterJsonInput.Need(_operand, JsonTokenType.True, "true");
                return field.IsNull();
            case "like":
                return field.Like(FilterJsonInput.Text(_operand, "a pattern"));
            case "in":
                return new SessionCondition.OneOf(field, [.. Values(field)]);
            default:
                return new SessionCondition.Comparison(field, (SessionOperator)Array.IndexOf(ConditionJson.Operators, _operation), Value(field));
        }
    }

    private List<SessionValue> Values(SessionField field)
    {
        FilterJsonInput.Need(_operand, JsonTokenType.StartArray, "an array of values");
        var values = new List<SessionValue>();
        while (_operand.Read() && _operand.TokenType != JsonTokenType.EndArray)
        {
            values.Add(Value(field));
            ConditionSize.Within(values.Count, SessionCondition.MaxValues, "names {0} values", "json");
        }

        return values;
    }

    private readonly SessionValue Value(SessionField field)
    {
        try
        {
            return _operand.TokenType switch
            {
                JsonTokenType.String => OperandText.Quoted(field, FilterJsonInput.Text(_operand, "a text")),
                JsonTokenType.Number when field.Type != SessionFieldType.Instant => OperandText.Bare(field, Encoding.UTF8.GetString(_operand.ValueSpan)),
                JsonTokenType.True or JsonTokenType.False => OperandText.Truth(field, _operand.TokenType == JsonTokenType.True),
                _ => throw OperandText.Expected(field),
            };
        }
        catch (FormatException error) when (error is not FilterFormatException)
        {
            throw FilterJsonInput.Wrong(_operand, error.Message);
        }
    }
}
