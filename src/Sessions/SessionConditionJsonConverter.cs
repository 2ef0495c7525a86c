using System.Text.Json;
using System.Text.Json.Serialization;
using Sessions.Filters;

namespace Sessions;

/// <summary>Lets <see cref="JsonSerializer"/> read and write conditions, alone or within objects of the app's own; without reflection.</summary>
public sealed class SessionConditionJsonConverter : JsonConverter<SessionCondition>
{
    /// <inheritdoc/>
    public override SessionCondition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return ConditionJsonReader.Read(ref reader);
        }
        catch (FormatException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SessionCondition value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        ConditionJson.Write(writer, value);
    }
}
