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
                "userId" => filter with { UserId = One(json, static text => text) },
                "statuses" => filter with { Statuses = Items(ref json, StatusNames.Parse) },
                "anyTags" => filter with { AnyTags = Items(ref json, static text => text) },
                "allTags" => filter with { AllTags = Items(ref json, static text => text) },
                "channel" => filter with { Channel = One(json, OperandText.Channel) },
                "createdFrom" => filter with { CreatedFrom = One(json, InstantForm.Parse) },
                "createdBefore" => filter with { CreatedBefore = One(json, InstantForm.Parse) },
                "updatedFrom" => filter with { UpdatedFrom = One(json, InstantForm.Parse) },
                "updatedBefore" => filter with { UpdatedBefore = One(json, InstantForm.Parse) },
                "metadata" => filter with { Metadata = Metadata(ref json, filter.Metadata, asText: false) },
                "metadataText" => filter with { Metadata = Metadata(ref json, filter.Metadata, asText: true) },
                "where" => filter with { Where = ConditionJsonReader.Read(ref json) },
                _ => throw FilterJsonInput.Expected(property, $"a property of filters ({Properties})"),
            };
        }

        return filter;
    }

    private static T[] Items<T>(ref Utf8JsonReader json, Func<string, T> read)
    {
        FilterJsonInput.Need(json, JsonTokenType.StartArray, "an array of strings");
        var items = new List<T>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            items.Add(One(json, read));
        }

        return [.. items];
    }

    /// <summary>What a string stands for; where it stands for nothing, the error says where that is.</summary>
    private static T One<T>(in Utf8JsonReader json, Func<string, T> read)
    {
        try
        {
            return read(FilterJsonInput.Text(json, "a string"));
        }
        catch (FormatException error) when (error is not FilterFormatException)
        {
            throw FilterJsonInput.Wrong(json, error.Message.TrimEnd('.'));
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
            if (!metadata.TryAdd(key, asText ? One(json, JsonText.Parse) : Value(ref json)))
            {
                throw FilterJsonInput.Expected(json, "each key of the metadata once");
            }
        }

        return metadata;
    }

    private static JsonText Value(ref Utf8JsonReader json) => JsonText.FromElement(JsonElement.ParseValue(ref json));
}
