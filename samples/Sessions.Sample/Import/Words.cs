using System.Text.Json;

namespace Sessions.Sample.Import;

/// <summary>Says what stands in a file where something else was expected.</summary>
internal static class Words
{
    public static string For(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        JsonValueKind.Undefined => "nothing",
        _ => "true or false",
    };
}
