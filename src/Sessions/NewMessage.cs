namespace Sessions;

/// <summary>A message on its way into a conversation.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Content">What is said; null where there is only a payload, such as a request for tool calls.</param>
public readonly record struct NewMessage(MessageRole Role, string? Content)
{
    /// <summary>The tool whose result this is.</summary>
    public string? ToolName { get; init; }

    /// <summary>The invocation that the message belongs to.</summary>
    public string? InvocationId { get; init; }

    /// <summary>Structured content; comes back byte for byte.</summary>
    public JsonText? Payload { get; init; }

    /// <summary>Instructions of the app.</summary>
    public static NewMessage System(string content) => new(MessageRole.System, content);

    /// <summary>Words of the person.</summary>
    public static NewMessage User(string content) => new(MessageRole.User, content);

    /// <summary>Words of the agent.</summary>
    public static NewMessage Assistant(string content) => new(MessageRole.Assistant, content);

    /// <summary>The result of a tool.</summary>
    public static NewMessage Tool(string toolName, string content, string? invocationId = null) =>
        new(MessageRole.Tool, content) { ToolName = toolName, InvocationId = invocationId };

    internal void Validate()
    {
        if (Role > MessageRole.Tool)
        {
            throw new ArgumentOutOfRangeException(nameof(Role), Role, "A role is System, User, Assistant or Tool.");
        }

        if (Content is null && Payload is null)
        {
            throw new ArgumentException("A message has content or a payload; this one has neither.", nameof(Content));
        }

        if (Content is not null)
        {
            Check.Utf16(Content, nameof(Content));
        }

        if (ToolName is not null)
        {
            Check.Name(ToolName, "A tool name");
        }

        if (InvocationId is not null)
        {
            Check.Name(InvocationId, "An invocation id");
        }
    }
}
