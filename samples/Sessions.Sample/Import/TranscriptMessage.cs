namespace Sessions.Sample.Import;

/// <summary>One message of a transcript, ready to be appended.</summary>
internal sealed record TranscriptMessage(MessageRole Role, string? Content)
{
    /// <summary>The tool whose result this is.</summary>
    public string? ToolName { get; init; }

    /// <summary>The call that this is the result of; null for every other message.</summary>
    public ToolCall? Answers { get; init; }

    /// <summary>The calls that it asks for.</summary>
    public IReadOnlyList<ToolCall> Calls { get; init; } = [];

    /// <summary>
    /// What has no other place, byte for byte: the message's <c>tool_calls</c>, or the whole message where it has fields that a
    /// message of a session has not.
    /// </summary>
    public JsonText? Payload { get; init; }

    /// <summary>The message as a session takes it.</summary>
    public NewMessage ToNewMessage(string sessionId) => new(Role, Content)
    {
        ToolName = ToolName,
        InvocationId = Answers is { } call ? InvocationId(sessionId, call) : null,
        Payload = Payload,
    };

    /// <summary>The invocations that it asks for. Their ids come from where they stand, since call ids repeat.</summary>
    public IEnumerable<Invocation> ToInvocations(string sessionId) => Calls.Select(call =>
        new Invocation(InvocationId(sessionId, call), call.Tool));

    private static string InvocationId(string sessionId, ToolCall call) => $"{sessionId}/{call.Place}";
}
