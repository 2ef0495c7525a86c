namespace Sessions.Stores;

/// <summary>Which messages of a chat to read. They come in the order of their ordinals, whichever end was asked for.</summary>
public readonly record struct MessageRange
{
    private MessageRange(string chat, long after, long before, int limit, bool newest)
    {
        ArgumentNullException.ThrowIfNull(chat);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        Chat = chat;
        After = after;
        Before = before;
        Limit = limit;
        FromEnd = newest;
    }

    /// <summary>The chat.</summary>
    public string Chat { get; }

    /// <summary>Only ordinals greater than this.</summary>
    public long After { get; }

    /// <summary>Only ordinals less than this.</summary>
    public long Before { get; }

    /// <summary>At most so many.</summary>
    public int Limit { get; }

    /// <summary>Whether the limit keeps the newest of the range, rather than the oldest.</summary>
    public bool FromEnd { get; }

    /// <summary>The newest messages.</summary>
    public static MessageRange Newest(string chat, int limit) => new(chat, 0, long.MaxValue, limit, newest: true);

    /// <summary>The newest messages older than an ordinal: one page back.</summary>
    public static MessageRange Older(string chat, long before, int limit) => new(chat, 0, before, limit, newest: true);

    /// <summary>The oldest messages newer than an ordinal: one page forward.</summary>
    public static MessageRange Newer(string chat, long after, int limit) => new(chat, after, long.MaxValue, limit, newest: false);

    /// <summary>The first and last ordinal to read from a chat; the first is greater than the last when there is nothing to read.</summary>
    internal (long First, long Last) Within(in Chat chat) => Within(chat.LastOrdinal, chat.ClearedThrough);

    /// <summary>The same, of a chat of which only this is known.</summary>
    internal (long First, long Last) Within(long lastOrdinal, long clearedThrough)
    {
        if (After >= lastOrdinal)
        {
            return (1, 0);
        }

        var first = Math.Max(After, clearedThrough) + 1;
        var last = Math.Min(Before - 1, lastOrdinal);
        if (last - first + 1 > Limit)
        {
            return FromEnd ? (last - Limit + 1, last) : (first, first + Limit - 1);
        }

        return (first, last);
    }
}
