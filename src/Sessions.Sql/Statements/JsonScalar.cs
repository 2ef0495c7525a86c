using System.Text.Json;

namespace Sessions.Sql;

/// <summary>
/// What of a JSON value a filter can compare. It is taken here, once, when the value is written, so that every engine compares
/// the same texts and numbers, whatever its own functions for JSON make of them.
/// </summary>
internal static class JsonScalar
{
    public static (string? Text, double? Number, bool? Truth) Of(JsonText value)
    {
        var reader = new Utf8JsonReader(value.Utf8, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth + 1 });
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => (SqlText.Encode(reader.GetString()), null, null),
            JsonTokenType.Number => (null, reader.GetDouble(), null),
            JsonTokenType.True => (null, null, true),
            JsonTokenType.False => (null, null, false),
            _ => default,
        };
    }
}
