using Sessions.Events;

namespace Sessions.Serialization;

/// <summary>Writes one event as a JSON object.</summary>
internal static partial class EventWriter
{
    public static void Write(LineWriter writer, SessionEvent change)
    {
        switch (change)
        {
            case MessageAppended appended:
                WriteMessage(writer, appended.Message);
                break;
            case StateChanged state:
                writer.Raw("{\"k\":\"state\""u8);
                TextMaps.Write(writer, ",\"set\":"u8, ",\"sets\":"u8, state.Set);
                WriteNames(writer, ",\"removed\":"u8, state.Removed);
                break;
            case InvocationLinked linked:
                WriteInvocation(writer, linked.Invocation);
                break;
            case UsageRecorded usage:
                writer.Raw("{\"k\":\"usage\","u8);
                WriteUsage(writer, usage.Usage);
                break;
            case UnknownEvent unknown:
                writer.Raw(unknown.Raw.Utf8);
                return;
            default:
                WriteRare(writer, change);
                break;
        }

        writer.Unknown(change.UnknownFields);
        writer.Byte((byte)'}');
    }

    /// <summary>Writes the fields of a usage.</summary>
    public static void WriteUsage(LineWriter writer, in TokenUsage usage)
    {
        writer.Raw("\"in\":"u8);
        writer.Int64(usage.InputTokens);
        writer.Raw(",\"out\":"u8);
        writer.Int64(usage.OutputTokens);
        writer.Optional(",\"cached\":"u8, usage.CachedInputTokens);
        writer.Optional(",\"reasoning\":"u8, usage.ReasoningTokens);
        if (usage.Cost != 0)
        {
            writer.Raw(",\"cost\":"u8);
            writer.Decimal(usage.Cost);
        }
    }

    private static void WriteMessage(LineWriter writer, Message message)
    {
        writer.Raw("{\"k\":\"message\",\"o\":"u8);
        writer.Int64(message.Ordinal);
        writer.Optional(",\"d\":"u8, message.Back);
        writer.Raw(message.Role switch
        {
            MessageRole.System => ",\"role\":\"system\""u8,
            MessageRole.User => ",\"role\":\"user\""u8,
            MessageRole.Assistant => ",\"role\":\"assistant\""u8,
            _ => ",\"role\":\"tool\""u8,
        });
        writer.Optional(",\"text\":"u8, message.Content);
        writer.Optional(",\"tool\":"u8, message.ToolName);
        writer.Optional(",\"inv\":"u8, message.InvocationId);
        WriteChat(writer, message.Chat);
        if (message.Payload is { } payload)
        {
            TextMaps.WriteValue(writer, ",\"data\":"u8, ",\"datas\":"u8, payload.Utf8);
        }
    }

    private static void WriteInvocation(LineWriter writer, Invocation invocation)
    {
        writer.Raw("{\"k\":\"invocation\",\"id\":"u8);
        writer.Text(invocation.Id);
        writer.Raw(",\"tool\":"u8);
        writer.Text(invocation.Tool);
        writer.Optional(",\"dir\":"u8, invocation.Directory);
        if (invocation.Duration != TimeSpan.Zero)
        {
            writer.Raw(",\"dur\":"u8);
            writer.Duration(invocation.Duration.Ticks);
        }

        switch (invocation.Outcome)
        {
            case InvocationOutcome.Failed:
                writer.Raw(",\"outcome\":\"failed\""u8);
                break;
            case InvocationOutcome.Cancelled:
                writer.Raw(",\"outcome\":\"cancelled\""u8);
                break;
        }
    }

    private static void WriteChat(LineWriter writer, string chat)
    {
        if (chat != Chat.Main)
        {
            writer.Raw(",\"chat\":"u8);
            writer.Text(chat);
        }
    }

    private static void WriteNames(LineWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            writer.Names(name, values);
        }
    }
}
