using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sessions.Filters;

/// <summary>Writes filters as JSON: an object of what is set.</summary>
internal static class FilterJson
{
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = FilterJsonInput.MaxDepth,
    };

    public static string Write(SessionFilter filter)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(json, filter);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter json, SessionFilter filter)
    {
        json.WriteStartObject();
        Text(json, "userId", filter.UserId);
        Texts(json, "statuses", filter.Statuses?.Select(StatusNames.Of));
        Texts(json, "anyTags", filter.AnyTags);
        Texts(json, "allTags", filter.AllTags);
        Text(json, "channel", filter.Channel?.Name);
        Instant(json, "createdFrom", filter.CreatedFrom);
        Instant(json, "createdBefore", filter.CreatedBefore);
        Instant(json, "updatedFrom", filter.UpdatedFrom);
        Instant(json, "updatedBefore", filter.UpdatedBefore);
        Metadata(json, filter.Metadata);
        if (filter.Where is { } where)
        {
            json.WritePropertyName("where");
            ConditionJson.Write(json, where);
        }

        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string>? texts)
    {
        if (texts is null)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Instant(Utf8JsonWriter json, string name, DateTimeOffset? instant)
    {
        if (instant is { } known)
        {
            json.WriteString(name, InstantForm.Write(known));
        }
    }

    /// <summary>
    /// Values are matched byte for byte, and so kept byte for byte. Space around one would be lost on the way; such values stand
    /// apart, as strings of their text.
    /// </summary>
    private static void Metadata(Utf8JsonWriter json, IReadOnlyDictionary<string, JsonText>? metadata)
    {
        if (metadata is null)
        {
            return;
        }

        json.WriteStartObject("metadata");
        foreach (var (key, value) in metadata.Where(static pair => !HasSpaceAround(pair.Value)))
        {
            json.WritePropertyName(key);
            json.WriteRawValue(value.Utf8, skipInputValidation: true);
        }

        json.WriteEndObject();
        if (!metadata.Values.Any(HasSpaceAround))
        {
            return;
        }

        json.WriteStartObject("metadataText");
        foreach (var (key, value) in metadata.Where(static pair => HasSpaceAround(pair.Value)))
        {
            json.WriteString(key, value.Utf8);
        }

        json.WriteEndObject();
    }

    private static bool HasSpaceAround(JsonText value) => value.Utf8.Trim(" \t\r\n"u8).Length != value.Utf8.Length;
}
