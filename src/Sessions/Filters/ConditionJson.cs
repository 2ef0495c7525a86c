using System.Text.Json;

namespace Sessions.Filters;

/// <summary>Writes conditions as JSON.</summary>
internal static class ConditionJson
{
    public static readonly string[] Operators = ["equal", "notEqual", "less", "lessOrEqual", "greater", "greaterOrEqual"];

    public static void Write(Utf8JsonWriter json, SessionCondition condition)
    {
        json.WriteStartObject();
        switch (condition)
        {
            case SessionCondition.All and:
                Join(json, "and", and.Conditions.AsSpan());
                break;
            case SessionCondition.Any or:
                Join(json, "or", or.Conditions.AsSpan());
                break;
            case SessionCondition.Negation not:
                json.WritePropertyName("not");
                Write(json, not.Condition);
                break;
            case SessionCondition.Comparison comparison:
                Field(json, comparison.Field);
                json.WritePropertyName(Operators[(int)comparison.Operator]);
                Value(json, comparison.Value);
                break;
            case SessionCondition.OneOf among:
                Field(json, among.Field);
                json.WriteStartArray("in");
                foreach (var value in among.Values)
                {
                    Value(json, value);
                }

                json.WriteEndArray();
                break;
            case SessionCondition.Match like:
                Field(json, like.Field);
                json.WriteString("like", like.Pattern);
                break;
            case SessionCondition.Missing missing:
                Field(json, missing.Field);
                json.WriteBoolean("isNull", true);
                break;
        }

        json.WriteEndObject();
    }

    private static void Join(Utf8JsonWriter json, string how, ReadOnlySpan<SessionCondition> parts)
    {
        json.WriteStartArray(how);
        foreach (var part in parts)
        {
            Write(json, part);
        }

        json.WriteEndArray();
    }

    private static void Field(Utf8JsonWriter json, SessionField field)
    {
        json.WriteString("field", field.Name);
        if (field.Key is { } key)
        {
            json.WriteString("key", key);
        }
    }

    private static void Value(Utf8JsonWriter json, SessionValue value)
    {
        switch (value.Kind)
        {
            case SessionValueKind.Text:
                json.WriteStringValue(value.AsText());
                break;
            case SessionValueKind.WholeNumber:
                json.WriteNumberValue(value.AsWhole());
                break;
            case SessionValueKind.Number:
                json.WriteNumberValue(value.AsNumber());
                break;
            case SessionValueKind.Truth:
                json.WriteBooleanValue(value.AsTruth());
                break;
            case SessionValueKind.Instant:
                json.WriteStringValue(InstantForm.Write(value.AsInstant()));
                break;
            default:
                json.WriteStringValue(StatusNames.Of(value.AsStatus()));
                break;
        }
    }
}
