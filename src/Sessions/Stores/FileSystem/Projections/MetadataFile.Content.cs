using System.Text.Json;

namespace Sessions.Stores.FileSystem;

internal static partial class MetadataFile
{
    private static void WriteConversation(Utf8JsonWriter json, Session view)
    {
        json.WriteStartObject("messages");
        Counts(json, view.Messages);
        json.WriteEndObject();
        json.WriteStartArray("chats");
        foreach (var chat in view.Chats)
        {
            json.WriteStartObject();
            json.WriteString("chat", chat.Name);
            Counts(json, chat.Messages);
            json.WriteNumber("lastOrdinal", chat.LastOrdinal);
            json.WriteNumber("clearedThrough", chat.ClearedThrough);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteWork(Utf8JsonWriter json, Session view)
    {
        var totals = view.Invocations;
        json.WriteStartObject("invocations");
        json.WriteNumber("count", totals.Count);
        json.WriteNumber("failed", totals.Failed);
        json.WriteNumber("durationMs", decimal.Divide(totals.Duration.Ticks, TimeSpan.TicksPerMillisecond));
        json.WriteStartObject("tools");
        foreach (var (tool, count) in totals.Tools)
        {
            json.WriteNumber(tool, count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("usage");
        json.WriteNumber("inputTokens", view.Usage.InputTokens);
        json.WriteNumber("outputTokens", view.Usage.OutputTokens);
        json.WriteNumber("cachedInputTokens", view.Usage.CachedInputTokens);
        json.WriteNumber("reasoningTokens", view.Usage.ReasoningTokens);
        json.WriteNumber("cost", view.Usage.Cost);
        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, Session view)
    {
        json.WriteStartObject("state");
        foreach (var (key, entry) in view.StateMap)
        {
            json.WriteStartObject(key);
            json.WritePropertyName("value");
            json.WriteRawValue(entry.Value.Utf8, skipInputValidation: true);
            json.WriteString("channel", entry.Channel.Name);
            Instant(json, "at", entry.AtTicks);
            json.WriteNumber("version", entry.Version);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, JsonText> values)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            json.WritePropertyName(key);
            json.WriteRawValue(value.Utf8, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    private static void Counts(Utf8JsonWriter json, MessageCounts counts)
    {
        json.WriteNumber("total", counts.Total);
        json.WriteNumber("system", counts.System);
        json.WriteNumber("user", counts.User);
        json.WriteNumber("assistant", counts.Assistant);
        json.WriteNumber("tool", counts.Tool);
    }
}
