namespace Sessions.Sample.Import;

/// <summary>One call of a tool in a transcript.</summary>
/// <param name="CallId">The id that the model gave it, which may come again in the same conversation.</param>
/// <param name="Tool">The tool's name.</param>
/// <param name="Place">Where it stands, "message.call" counted from one: what tells it from every other call of the conversation.</param>
internal sealed record ToolCall(string CallId, string Tool, string Place);
