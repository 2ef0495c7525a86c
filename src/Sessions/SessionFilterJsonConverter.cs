using System.Text.Json;
using System.Text.Json.Serialization;
using Sessions.Filters;

namespace Sessions;

/// <summary>Lets <see cref="JsonSerializer"/> read and write filters, alone or within objects of the app's own; without reflection.</summary>
public sealed class SessionFilterJsonConverter : JsonConverter<SessionFilter>
{
    /// <inheritdoc/>
    public override SessionFilter Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return FilterJsonReader.Read(ref reader);
        }
        catch (FormatException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SessionFilter value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        FilterJson.Write(writer, value);
    }
}
