using Sessions.Events;

namespace Sessions.Stores.Files;

/// <summary>
/// Copies commits into another place. Where a message's predecessor lies is told in distances within one file, so messages are
/// made anew; everything else is shared.
/// </summary>
internal static class LogCopy
{
    public static Commit Of(Commit commit, Session? before, long position)
    {
        var events = new SessionEvent[commit.EventArray.Length];
        Dictionary<string, long>? heads = null;
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = commit.EventArray[i];
            if (events[i] is MessageAppended appended)
            {
                events[i] = new MessageAppended(Of(appended.Message, before, position, heads ??= [])) { UnknownFields = appended.UnknownFields };
                events[i].Stamp(commit.FirstVersion + i, commit.AtTicks, commit.Channel);
            }
        }

        var copy = new Commit(commit.Id, commit.FirstVersion, commit.AtTicks, commit.Channel, events)
        {
            Position = position,
            IdempotencyKey = commit.IdempotencyKey,
            ContentHash = commit.ContentHash,
            ExpiryTicks = commit.ExpiryTicks,
            UnknownFields = commit.UnknownFields,
        };
        if (commit.IdempotencyKey is not null && before is { KeyPosition: > 0 })
        {
            copy.KeyBack = position - before.KeyPosition;
        }

        return copy;
    }

    private static Message Of(Message message, Session? before, long position, Dictionary<string, long> heads)
    {
        var head = heads.TryGetValue(message.Chat, out var within) ? within
            : before is not null && before.TryGetChat(message.Chat, out var chat) ? chat.Position
            : position;
        heads[message.Chat] = position;
        return message.CopyAt(message.Ordinal, position - head);
    }
}
