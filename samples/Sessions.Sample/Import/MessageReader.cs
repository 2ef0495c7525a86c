using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sessions.Sample.Import;

/// <summary>
/// Reads the messages of one transcript, in order. It remembers which calls wait for their result: call ids repeat, and the
/// oldest call without a result is the one that a result belongs to.
/// </summary>
internal sealed class MessageReader
{
    private const int MaxToolName = 256;

    private static readonly string[] PlainFields = ["role", "content"];
    private static readonly string[] AssistantFields = ["role", "content", "tool_calls"];
    private static readonly string[] ToolFields = ["role", "content", "tool_call_id", "name"];

    private readonly Dictionary<string, Queue<ToolCall>> _waiting = new(StringComparer.Ordinal);
    private int _position;

    /// <summary>Reads the next message.</summary>
    public TranscriptMessage Read(JsonElement message)
    {
        _position++;
        try
        {
            return message.ValueKind == JsonValueKind.Object
                ? ReadObject(message)
                : throw new TranscriptException($"expected an object, found {Words.For(message)}.");
        }
        catch (Exception error) when (error is TranscriptException or InvalidOperationException or FormatException)
        {
            throw new TranscriptException($"message {_position}: {error.Message}", error);
        }
    }

    private TranscriptMessage ReadObject(JsonElement message)
    {
        var text = message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String ? content.GetString() : null;
        var hasParts = content.ValueKind is not (JsonValueKind.String or JsonValueKind.Null or JsonValueKind.Undefined);
        var name = Text(message, "role") ?? throw new TranscriptException("\"role\" is missing.");
        var read = name switch
        {
            "system" => new TranscriptMessage(MessageRole.System, text),
            "user" => new TranscriptMessage(MessageRole.User, text),
            "assistant" => ReadAssistant(message, text),
            "tool" => ReadTool(message, text),
            _ => throw new TranscriptException($"the role \"{name}\" is none of system, user, assistant, tool."),
        };
        var fields = read.Role switch
        {
            MessageRole.Assistant => AssistantFields,
            MessageRole.Tool when read.Answers is not null && HasToolName(message) => ToolFields,
            _ => PlainFields,
        };
        return hasParts || (text is null && read.Payload is null) || HasOther(message, fields) ? read with { Payload = Raw(message) } : read;
    }

    private TranscriptMessage ReadAssistant(JsonElement message, string? text)
    {
        if (!message.TryGetProperty("tool_calls", out var calls) || calls.ValueKind == JsonValueKind.Null)
        {
            return new TranscriptMessage(MessageRole.Assistant, text);
        }

        if (calls.ValueKind != JsonValueKind.Array)
        {
            throw new TranscriptException($"\"tool_calls\" is a list; here it is {Words.For(calls)}.");
        }

        var read = new List<ToolCall>();
        foreach (var call in calls.EnumerateArray())
        {
            var one = ReadCall(call, $"{_position}.{read.Count + 1}");
            read.Add(one);
            if (!_waiting.TryGetValue(one.CallId, out var queue))
            {
                _waiting[one.CallId] = queue = new Queue<ToolCall>();
            }

            queue.Enqueue(one);
        }

        return new TranscriptMessage(MessageRole.Assistant, text) { Calls = read, Payload = Raw(calls) };
    }

    private TranscriptMessage ReadTool(JsonElement message, string? text)
    {
        var answers = Text(message, "tool_call_id") is { } id && _waiting.TryGetValue(id, out var queue) && queue.TryDequeue(out var call)
            ? call
            : null;
        var name = HasToolName(message) ? Text(message, "name") : null;
        return new TranscriptMessage(MessageRole.Tool, text) { ToolName = name ?? answers?.Tool, Answers = answers };
    }

    private static ToolCall ReadCall(JsonElement call, string place)
    {
        if (call.ValueKind != JsonValueKind.Object)
        {
            throw new TranscriptException($"tool call {place}: expected an object, found {Words.For(call)}.");
        }

        // The format has two kinds of calls, each with its own object.
        var named = call.TryGetProperty("function", out var function) || call.TryGetProperty("custom", out function);
        return named && Text(function, "name") is { Length: > 0 and <= MaxToolName } tool
            ? new ToolCall(Text(call, "id") ?? "", tool, place)
            : throw new TranscriptException($"tool call {place}: the name of its function, 1 to 256 characters, is missing.");
    }

    /// <summary>Whether the name in a result is one that a session can keep as such; none is.</summary>
    private static bool HasToolName(JsonElement message) => Text(message, "name") is null or { Length: > 0 and <= MaxToolName };

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static bool HasOther(JsonElement message, string[] fields) =>
        message.EnumerateObject().Any(field => field.Value.ValueKind != JsonValueKind.Null && !fields.Contains(field.Name));

    private static JsonText Raw(JsonElement element) => JsonText.Parse(JsonMarshal.GetRawUtf8Value(element));
}
