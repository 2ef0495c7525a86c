using System.Text;
using System.Text.Json;

namespace Sessions.Filters;

/// <summary>Reads filters from JSON. Whatever is wrong is a <see cref="FormatException"/> that says where.</summary>
internal static class FilterJsonReader
{
    private const string Properties = "userId, statuses, anyTags, allTags, channel, createdFrom, createdBefore, updatedFrom, "
        + "updatedBefore, metadata, metadataText, where";

    public delegate T Reading<T>(ref Utf8JsonReader json);

    /// <summary>Reads what stands alone in a text.</summary>
    public static T Parse<T>(string text, Reading<T> read)
    {
        try
        {
            Check.Utf16(text, nameof(text));
            var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = FilterJsonInput.MaxDepth });
            json.Read();
            var value = read(ref json);
            json.Read();
            return value;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new FilterFormatException($"The filter is not exactly one JSON value: {error.Message}", error);
        }
    }

    /// <summary>Reads the value at hand, and stops at its end.</summary>
    public static SessionFilter Read(ref Utf8JsonReader json)
    {
        FilterJsonInput.Need(json, JsonTokenType.StartObject, "a filter, which is an object");
        var filter = new SessionFilter();
        var seen = new HashSet<string>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var property = json;
            var name = FilterJsonInput.Text(json, "a name");
            json.Read();
            if (!seen.Add(name))
            {
                throw FilterJsonInput.Expected(property, $"each property once, and \"{name}\" stands here again");
            }

            filter = name switch
            {
                "userId" => filter with { UserId = FilterJsonInput.Text(json, "a user id") },
                "statuses" => filter with { Statuses = Array.ConvertAll(Texts(ref json), Status) },
                "anyTags" => filter with { AnyTags = Texts(ref json) },
                "allTags" => filter with { AllTags = Texts(ref json) },
                "channel" => filter with { Channel = Channel(json) },
                "createdFrom" => filter with { CreatedFrom = Instant(json) },
                "createdBefore" => filter with { CreatedBefore = Instant(json) },
                "updatedFrom" => filter with { UpdatedFrom = Instant(json) },
                "updatedBefore" => filter with { UpdatedBefore = Instant(json) },
                "metadata" => filter with { Metadata = Metadata(ref json, filter.Metadata, asText: false) },
                "metadataText" => filter with { Metadata = Metadata(ref json, filter.Metadata, asText: true) },
                "where" => filter with { Where = ConditionJsonReader.Read(ref json) },
                _ => throw FilterJsonInput.Expected(property, $"a property of filters ({Properties})"),
            };
        }

        return filter;
    }

    private static string[] Texts(ref Utf8JsonReader json)
    {
        FilterJsonInput.Need(json, JsonTokenType.StartArray, "an array of strings");
        var texts = new List<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(FilterJsonInput.Text(json, "a string"));
        }

        return [.. texts];
    }

    private static SessionStatus Status(string name) => StatusNames.Parse(name);

    private static Channel Channel(in Utf8JsonReader json) =>
        Sessions.Channel.TryParse(FilterJsonInput.Text(json, "the name of a channel"), out var channel)
            ? channel
            : throw FilterJsonInput.Expected(json, "a channel, which is 1 to 64 characters of a-z 0-9 . _ - starting with a letter or a digit");

    private static DateTimeOffset Instant(in Utf8JsonReader json)
    {
        try
        {
            return InstantForm.Parse(FilterJsonInput.Text(json, "an instant in quotes, like \"2026-01-01T00:00:00Z\""));
        }
        catch (FormatException error) when (error is not FilterFormatException)
        {
            throw FilterJsonInput.Wrong(json, error.Message);
        }
    }

    private static Dictionary<string, JsonText> Metadata(
        ref Utf8JsonReader json, IReadOnlyDictionary<string, JsonText>? known, bool asText)
    {
        FilterJsonInput.Need(json, JsonTokenType.StartObject, "an object of keys and values");
        var metadata = new Dictionary<string, JsonText>(known ?? new Dictionary<string, JsonText>());
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = FilterJsonInput.Text(json, "a key");
            json.Read();
            if (!metadata.TryAdd(key, asText ? JsonText.Parse(FilterJsonInput.Text(json, "JSON text in a string")) : Value(ref json)))
            {
                throw FilterJsonInput.Expected(json, "each key of the metadata once");
            }
        }

        return metadata;
    }

    private static JsonText Value(ref Utf8JsonReader json) => JsonText.FromElement(JsonElement.ParseValue(ref json));
}
