namespace Sessions.Sql;

/// <summary>
/// What of a JSON value a filter can compare. It is taken here, once, when the value is written, so that every engine compares
/// the same texts and numbers, whatever its own functions for JSON make of them.
/// </summary>
internal static class JsonScalar
{
    public static (string Kind, string? Text, double? Number, bool? Truth) Of(JsonText json)
    {
        var value = SessionValue.FromJson(json);
        return value.Kind switch
        {
            SessionValueKind.Null => ("null", null, null, null),
            SessionValueKind.Text => ("text", SqlText.Encode(value.AsText()), null, null),
            SessionValueKind.Number => ("number", null, value.AsNumber(), null),
            SessionValueKind.Truth => ("truth", null, null, value.AsTruth()),
            _ => ("other", null, null, null),
        };
    }
}
