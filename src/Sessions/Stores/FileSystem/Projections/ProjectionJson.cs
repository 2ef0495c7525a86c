using Sessions.Serialization;

namespace Sessions.Stores.FileSystem;

/// <summary>The lines of the projections that are appended to, in words that need no explanation.</summary>
internal static class ProjectionJson
{
    public static void WriteMessage(LineWriter writer, Message message)
    {
        writer.Raw("{\"chat\":"u8);
        writer.Text(message.Chat);
        writer.Raw(",\"ordinal\":"u8);
        writer.Int64(message.Ordinal);
        writer.Raw(",\"version\":"u8);
        writer.Int64(message.Version);
        writer.Raw(",\"at\":"u8);
        writer.Instant(message.AtTicks);
        writer.Raw(",\"channel\":"u8);
        writer.Text(message.Channel.Name);
        writer.Raw(message.Role switch
        {
            MessageRole.System => ",\"role\":\"system\""u8,
            MessageRole.User => ",\"role\":\"user\""u8,
            MessageRole.Assistant => ",\"role\":\"assistant\""u8,
            _ => ",\"role\":\"tool\""u8,
        });
        writer.Optional(",\"tool\":"u8, message.ToolName);
        writer.Optional(",\"invocation\":"u8, message.InvocationId);
        writer.Optional(",\"content\":"u8, message.Content);
        if (message.Payload is { } payload)
        {
            TextMaps.WriteValue(writer, ",\"payload\":"u8, ",\"payloadText\":"u8, payload.Utf8);
        }

        writer.Byte((byte)'}');
    }

    public static void WriteInvocation(LineWriter writer, Invocation invocation, string? folder, SessionEvent linked)
    {
        writer.Raw("{\"id\":"u8);
        writer.Text(invocation.Id);
        writer.Raw(",\"tool\":"u8);
        writer.Text(invocation.Tool);
        writer.Optional(",\"directory\":"u8, folder);
        writer.Raw(",\"durationMs\":"u8);
        Milliseconds(writer, invocation.Duration);
        writer.Raw(invocation.Outcome switch
        {
            InvocationOutcome.Succeeded => ",\"outcome\":\"succeeded\""u8,
            InvocationOutcome.Failed => ",\"outcome\":\"failed\""u8,
            _ => ",\"outcome\":\"cancelled\""u8,
        });
        writer.Raw(",\"at\":"u8);
        writer.Instant(linked.AtTicks);
        writer.Raw(",\"channel\":"u8);
        writer.Text(linked.Channel.Name);
        writer.Raw(",\"version\":"u8);
        writer.Int64(linked.Version);
        writer.Byte((byte)'}');
    }

    /// <summary>The line that names the session in a tool's folder where the tool itself keeps no record.</summary>
    public static void WriteRecord(LineWriter writer, SessionKey key, Invocation invocation, SessionEvent linked)
    {
        writer.Raw("{\"f\":1,\"session\":"u8);
        writer.Text(key.Id);
        writer.Raw(",\"partition\":"u8);
        writer.Text(key.Partition);
        writer.Raw(",\"invocation\":"u8);
        writer.Text(invocation.Id);
        writer.Raw(",\"tool\":"u8);
        writer.Text(invocation.Tool);
        writer.Raw(",\"at\":"u8);
        writer.Instant(linked.AtTicks);
        writer.Raw("}\n"u8);
    }

    private static void Milliseconds(LineWriter writer, TimeSpan duration)
    {
        var (whole, rest) = Math.DivRem(duration.Ticks, TimeSpan.TicksPerMillisecond);
        if (rest == 0)
        {
            writer.Int64(whole);
        }
        else
        {
            writer.Decimal(decimal.Divide(duration.Ticks, TimeSpan.TicksPerMillisecond));
        }
    }
}
