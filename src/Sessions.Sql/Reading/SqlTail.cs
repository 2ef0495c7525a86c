using Sessions.Events;
using Sessions.Stores;

namespace Sessions.Sql;

/// <summary>
/// The newest messages of one chat as they stood at one revision of their session, and as good as the database while that is its
/// revision. It never changes: what this process adds to the chat makes another one, over the same messages.
/// </summary>
internal sealed class SqlTail
{
    private const int MaxMessages = 512;

    // What a message takes beside its content, roughly.
    private const int Overhead = 160;

    private readonly Message?[] _messages;
    private readonly int _count;
    private readonly long _clearedThrough;

    private SqlTail(long revision, string chat, long clearedThrough, Message?[] messages, int count, long size)
    {
        (Revision, Chat) = (revision, chat);
        (_messages, _count, _clearedThrough, Size) = (messages, count, clearedThrough, size);
    }

    public long Revision { get; }

    public string Chat { get; }

    /// <summary>About how many bytes its messages take.</summary>
    public long Size { get; }

    /// <param name="revision">The revision at which they were read.</param>
    /// <param name="chat">Their chat.</param>
    /// <param name="clearedThrough">Up to which ordinal that was cleared then.</param>
    /// <param name="messages">All from some ordinal on.</param>
    /// <returns>Null where there is none, or one is missing between two: then the database is asked each time.</returns>
    public static SqlTail? Of(long revision, string chat, long clearedThrough, List<Message> messages)
    {
        if (messages.Count == 0 || messages[^1].Ordinal - messages[0].Ordinal != messages.Count - 1)
        {
            return null;
        }

        // With room for those that come.
        var all = new Message?[messages.Count * 2];
        messages.CopyTo(all!, 0);
        return new SqlTail(revision, chat, clearedThrough, all, messages.Count, messages.Sum(SizeOf));
    }

    /// <summary>The messages of a range; null where they are not all here.</summary>
    public Message[]? TryRead(in MessageRange range)
    {
        var before = _messages[0]!.Ordinal;
        var (first, last) = range.Within(before + _count - 1, _clearedThrough);
        if (range.Chat != Chat || (first < before && first <= last))
        {
            return null;
        }

        Message?[] found = first > last ? [] : [.. _messages.AsSpan((int)(first - before), (int)(last - first + 1))];
        return found!;
    }

    /// <summary>The newest messages once something is written that was planned on this; null where nothing is known of them any more.</summary>
    public SqlTail? After(SqlWrite write, long maxSize)
    {
        var (messages, count, size) = (_messages, _count, Size);
        foreach (var commit in write.Commits)
        {
            foreach (var change in commit.EventArray)
            {
                if (change is ConversationCleared)
                {
                    return null;
                }

                if (change is MessageAppended { Message: var message } && message.Chat == Chat)
                {
                    if (count == messages.Length || Interlocked.CompareExchange(ref messages[count], message, null) is not null)
                    {
                        (messages, count, size) = Newest(messages.AsSpan(0, count)!, maxSize);
                        messages[count] = message;
                    }

                    count++;
                    size += SizeOf(message);
                }
            }
        }

        return new SqlTail(write.Revision, Chat, _clearedThrough, messages, count, size);
    }

    /// <summary>As many of the newest as are worth keeping, with as much room behind them.</summary>
    private static (Message?[] Messages, int Count, long Size) Newest(ReadOnlySpan<Message> messages, long maxSize)
    {
        var size = 0L;
        var kept = 0;
        while (kept < Math.Min(messages.Length, MaxMessages / 2) && size <= maxSize / 2)
        {
            size += SizeOf(messages[^++kept]);
        }

        var all = new Message?[Math.Max(kept * 2, 16)];
        messages[^kept..].CopyTo(all!);
        return (all, kept, size);
    }

    private static long SizeOf(Message message) =>
        Overhead + (2L * (message.Content?.Length ?? 0)) + (message.Payload?.Utf8.Length ?? 0);
}
