namespace Sessions;

/// <summary>Who speaks in a message.</summary>
public enum MessageRole : byte
{
    /// <summary>Instructions of the app.</summary>
    System,

    /// <summary>The person.</summary>
    User,

    /// <summary>The agent.</summary>
    Assistant,

    /// <summary>The result of a tool.</summary>
    Tool,
}
