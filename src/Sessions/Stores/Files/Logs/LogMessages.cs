using Sessions.Events;
using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>Reads messages of a chat from its log: back from its head, from line to line.</summary>
internal static class LogMessages
{
    // Further back than this, looking for the place by halves beats walking to it.
    private const int FarBack = 256;
    private const long CloseEnough = 64 * 1024;

    /// <summary>Reads the messages with the ordinals from first to last, which the view says there are.</summary>
    public static Message[] Read(LogFile file, Session view, in Chat chat, long first, long last)
    {
        var found = new Message[last - first + 1];
        var (position, limit) = chat.LastOrdinal - last > FarBack
            ? Locate(file, view, chat, last)
            : (chat.Position, view.LogEnd);
        var expected = position == chat.Position ? chat.LastOrdinal : 0;
        using var window = new LogWindow(file);
        while (true)
        {
            var commit = LogLines.ReadCommit(window.LineAt(position, limit), position);
            if (Collect(commit, chat.Name, first, last, found) is not var (earliest, latest))
            {
                throw new LineDamageException(position, $"a message of chat \"{chat.Name}\" was expected here.");
            }

            // Every line may be whole, and yet not stand where it was written.
            if (expected > 0 && latest.Ordinal != expected)
            {
                throw new LineDamageException(
                    position, $"message {expected} of chat \"{chat.Name}\" was expected here, not message {latest.Ordinal}.");
            }

            expected = earliest.Ordinal - 1;
            if (earliest.Ordinal <= first)
            {
                return found;
            }

            if (earliest.Back <= 0 || earliest.Back > position)
            {
                throw new LineDamageException(position, $"message {earliest.Ordinal} of chat \"{chat.Name}\" does not say where the one before it is.");
            }

            limit = position;
            position -= earliest.Back;
        }
    }

    private static (Message Earliest, Message Latest)? Collect(Commit commit, string chat, long first, long last, Message[] found)
    {
        Message? earliest = null, latest = null;
        foreach (var change in commit.EventArray)
        {
            if (change is MessageAppended { Message: var message } && message.Chat == chat)
            {
                earliest ??= message;
                latest = message;
                if (message.Ordinal >= first && message.Ordinal <= last)
                {
                    found[message.Ordinal - first] = message;
                }
            }
        }

        return earliest is null ? null : (earliest, latest!);
    }

    /// <summary>Finds a line of the chat not far behind the message with an ordinal, by halves.</summary>
    private static (long Position, long Limit) Locate(LogFile file, Session view, in Chat chat, long ordinal)
    {
        var known = (Position: chat.Position, Limit: view.LogEnd);
        var (low, high) = (0L, chat.Position);
        using var lines = new LineScanner(file, 0, firstBlock: 8 * 1024);
        while (high - low > CloseEnough)
        {
            var middle = low + ((high - low) / 2);
            lines.Seek(middle);
            if (!lines.SkipRest() || FindMessage(lines, chat.Name, known.Position) is not { } found)
            {
                high = middle;
            }
            else if (found.Ordinal >= ordinal)
            {
                known = (found.Position, lines.Position);
                high = middle;
            }
            else
            {
                low = found.Position;
            }
        }

        return known;
    }

    private static (long Ordinal, long Position)? FindMessage(LineScanner lines, string chat, long before)
    {
        while (lines.TryNext(out var line, out var position) && position < before)
        {
            var record = LogLines.Read(line, position);
            if (record.Kind != RecordKind.Commit)
            {
                continue;
            }

            var events = record.Commit.EventArray;
            for (var i = events.Length - 1; i >= 0; i--)
            {
                if (events[i] is MessageAppended { Message: var message } && message.Chat == chat)
                {
                    return (message.Ordinal, position);
                }
            }
        }

        return null;
    }
}
