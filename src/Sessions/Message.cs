namespace Sessions;

/// <summary>One message of a chat, as it stands in the log. Immutable.</summary>
public sealed class Message
{
    private const int RoleBits = 3;

    private readonly Rare? _rare;

    // The ordinal above the role: apart they would take a word each, and messages are most of what a session holds.
    private long _place;
    private long _at;
    private Channel _channel;

    internal Message(string chat, MessageRole role, string? content, string? toolName, string? invocationId, byte[]? payload)
    {
        Chat = chat;
        _place = (long)role;
        Content = content;
        _rare = toolName is null && invocationId is null && payload is null ? null : new Rare(toolName, invocationId, payload);
    }

    /// <summary>The chat that the message belongs to.</summary>
    public string Chat { get; }

    /// <summary>Who speaks.</summary>
    public MessageRole Role => (MessageRole)(_place & ((1 << RoleBits) - 1));

    /// <summary>What is said; null where there is only a payload.</summary>
    public string? Content { get; }

    /// <summary>The tool whose result this is.</summary>
    public string? ToolName => _rare?.ToolName;

    /// <summary>The invocation that the message belongs to.</summary>
    public string? InvocationId => _rare?.InvocationId;

    /// <summary>Structured content, byte for byte as it was given.</summary>
    public JsonText? Payload => JsonText.TrustedOrNone(_rare?.Payload);

    /// <summary>The position in its chat: 1, 2, 3, … without gaps.</summary>
    public long Ordinal
    {
        get => _place >> RoleBits;
        internal set => _place = (value << RoleBits) | (long)Role;
    }

    /// <summary>The version of the event that brought the message.</summary>
    public long Version { get; private set; }

    /// <summary>When it was appended (UTC).</summary>
    public DateTimeOffset At => Instants.ToOffset(_at);

    /// <summary>The channel it came through.</summary>
    public Channel Channel => _channel;

    /// <summary>
    /// How far back the chat's previous message lies, in the store's own measure (bytes between the starts of their lines
    /// on the file stores); zero where the store finds it in another way or in the same commit.
    /// </summary>
    internal long Back { get; set; }

    internal long AtTicks => _at;

    /// <summary>The same message at another place of its log.</summary>
    internal Message CopyAt(long ordinal, long back) =>
        new(Chat, Role, Content, ToolName, InvocationId, _rare?.Payload) { Ordinal = ordinal, Back = back };

    internal void Stamp(long version, long at, Channel channel)
    {
        Version = version;
        _at = at;
        _channel = channel;
    }

    /// <summary>Most messages have none of these.</summary>
    private sealed record Rare(string? ToolName, string? InvocationId, byte[]? Payload);
}
