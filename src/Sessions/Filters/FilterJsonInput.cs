using System.Globalization;
using System.Text.Json;

namespace Sessions.Filters;

/// <summary>What the readers of filters in JSON share. Whatever is wrong is a <see cref="FilterFormatException"/> that says where.</summary>
internal static class FilterJsonInput
{
    /// <summary>How deep a filter is: a condition takes two levels for each of its own, a value of metadata as many as it has.</summary>
    public const int MaxDepth = (2 * SessionCondition.MaxDepth) + JsonText.MaxDepth;

    public static FilterFormatException Expected(in Utf8JsonReader json, string what) => Wrong(json, $"expected {what}");

    public static FilterFormatException Wrong(in Utf8JsonReader json, string what) => new(string.Create(
        CultureInfo.InvariantCulture, $"At byte {json.TokenStartIndex + 1} of the JSON: {what}."));

    public static void Need(in Utf8JsonReader json, JsonTokenType token, string what)
    {
        if (json.TokenType != token)
        {
            throw Expected(json, what);
        }
    }

    public static string Text(in Utf8JsonReader json, string what)
    {
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
        {
            throw Expected(json, what);
        }

        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong(json, "the string escapes half a surrogate pair, which is no text");
        }
    }
}
