namespace Sessions;

/// <summary>The head of one chat of a session: its name and counts, never its messages.</summary>
public readonly struct Chat
{
    /// <summary>The chat that messages belong to when none is named.</summary>
    /// <value><c>main</c></value>
    public const string Main = "main";

    internal Chat(string name, MessageCounts messages, long lastOrdinal, long clearedThrough, long position)
    {
        Name = name;
        Messages = messages;
        LastOrdinal = lastOrdinal;
        ClearedThrough = clearedThrough;
        Position = position;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>How many messages it has, by role.</summary>
    public MessageCounts Messages { get; }

    /// <summary>The ordinal of its newest message, cleared ones included.</summary>
    public long LastOrdinal { get; }

    /// <summary>The ordinal of the last message that was cleared; messages up to it are gone.</summary>
    public long ClearedThrough { get; }

    /// <summary>Where the commit with the newest message lies, in the store's own measure.</summary>
    internal long Position { get; }

    internal Chat At(long position) => new(Name, Messages, LastOrdinal, ClearedThrough, position);
}
