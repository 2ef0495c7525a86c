namespace Sessions;

/// <summary>How many messages a chat or a session has, by role.</summary>
/// <param name="System">Instructions of the app.</param>
/// <param name="User">Messages of the person.</param>
/// <param name="Assistant">Messages of the agent.</param>
/// <param name="Tool">Results of tools.</param>
public readonly record struct MessageCounts(int System, int User, int Assistant, int Tool)
{
    /// <summary>All of them.</summary>
    public long Total => (long)System + User + Assistant + Tool;

    internal MessageCounts With(MessageRole role) => role switch
    {
        MessageRole.System => this with { System = System + 1 },
        MessageRole.User => this with { User = User + 1 },
        MessageRole.Assistant => this with { Assistant = Assistant + 1 },
        _ => this with { Tool = Tool + 1 },
    };

    /// <summary>The sum of two counts.</summary>
    public static MessageCounts operator +(MessageCounts left, MessageCounts right) =>
        new(left.System + right.System, left.User + right.User, left.Assistant + right.Assistant, left.Tool + right.Tool);

    /// <summary>The sum of two counts.</summary>
    public static MessageCounts Add(MessageCounts left, MessageCounts right) => left + right;
}
