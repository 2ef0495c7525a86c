using System.Buffers;
using Sessions.Events;
using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>
/// Reads the newest messages of a log that is not open from the end of its file alone: its last record says whether the
/// session is alive, and every line that could have cleared the chat is read on the way. Gives up where that is not enough.
/// </summary>
internal static class TailReader
{
    private const int FirstBlock = 32 * 1024;
    private const int LastBlock = 512 * 1024;

    public static bool CanRead(in MessageRange range) =>
        range is { After: 0, Before: long.MaxValue, FromEnd: true, Limit: > 0 and <= 1024 };

    /// <returns>Whether the end of the file tells; the messages are null where it tells that the session has expired.</returns>
    public static bool TryRead(string path, SessionKey key, in MessageRange range, long now, out Message[]? messages)
    {
        messages = null;
        try
        {
            using var file = LogFile.TryOpenToRead(path);
            if (file is null)
            {
                return true;
            }

            var length = file.Length;
            for (var size = FirstBlock; size <= LastBlock; size *= 4)
            {
                if (TryRead(file, length, size, range, now, out var isAlive, out messages))
                {
                    return isAlive || messages is null;
                }

                if (size >= length)
                {
                    return false;
                }
            }

            return false;
        }
        catch (Exception error) when (error is LineDamageException or SessionException or IOException or UnauthorizedAccessException)
        {
            // Whoever opens the log properly finds out what is wrong, and says so.
            return false;
        }
    }

    private static bool TryRead(
        LogFile file, long length, int size, in MessageRange range, long now, out bool isAlive, out Message[]? messages)
    {
        messages = null;
        isAlive = false;
        var start = Math.Max(0, length - size);
        var buffer = ArrayPool<byte>.Shared.Rent((int)(length - start));
        try
        {
            var held = buffer.AsSpan(0, (int)(length - start));
            held = held[..file.Read(held, start)];
            held = held[..(held.LastIndexOf((byte)'\n') + 1)];
            var found = new Message[range.Limit];
            var (count, next) = (0, 0L);
            while (TakeLine(ref held, start == 0, out var line))
            {
                if (IsSnapshot(line))
                {
                    continue;
                }

                var record = LogLines.Read(line, start + held.Length);
                if (record.Kind == RecordKind.Seal)
                {
                    return false;
                }

                if (!isAlive && record.Kind is RecordKind.Commit or RecordKind.Use)
                {
                    var expiry = record.Kind == RecordKind.Commit ? record.Commit.ExpiryTicks : record.Use.ExpiryTicks;
                    if (now >= expiry)
                    {
                        return true;
                    }

                    isAlive = true;
                }

                if (record.Kind != RecordKind.Commit)
                {
                    continue;
                }

                if (next > 0 && record.Commit.LastVersion != next - 1)
                {
                    // Lines that are whole, but do not follow one another.
                    return false;
                }

                next = record.Commit.FirstVersion;
                if (Collect(record.Commit, range.Chat, found, ref count))
                {
                    messages = found[(found.Length - count)..];
                    return true;
                }
            }

            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <returns>Whether no more are wanted, or there are none before.</returns>
    private static bool Collect(Commit commit, string chat, Message[] found, ref int count)
    {
        for (var i = commit.EventArray.Length - 1; i >= 0; i--)
        {
            switch (commit.EventArray[i])
            {
                case MessageAppended { Message: var message } when message.Chat == chat:
                    found[^++count] = message;
                    if (count == found.Length || message.Ordinal == 1)
                    {
                        return true;
                    }

                    break;
                case ConversationCleared cleared when cleared.Chat == chat:
                    return true;
            }
        }

        return false;
    }

    private static bool TakeLine(ref Span<byte> held, bool isWholeFile, out ReadOnlySpan<byte> line)
    {
        line = default;
        if (held.Length == 0)
        {
            return false;
        }

        var start = held[..^1].LastIndexOf((byte)'\n') + 1;
        if (start == 0 && !isWholeFile)
        {
            return false;
        }

        line = held[start..];
        held = held[..start];
        return true;
    }

    private static bool IsSnapshot(ReadOnlySpan<byte> line) => line.StartsWith("{\"f\":1,\"s\":"u8);
}
