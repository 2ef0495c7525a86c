using Sessions.Events;
using Sessions.Serialization;

namespace Sessions.Stores.Files;

internal sealed partial class LogCompaction
{
    private const int Chunk = 64 * 1024;

    private readonly LineWriter _writer = new();
    private long _written;
    private (long From, long Through) _gap;

    private void Drop(long from, long through) => _gap = (_gap.From == 0 ? from : _gap.From, through);

    private void CloseGap()
    {
        if (_gap.From > 0)
        {
            MarkerJson.WriteDropped(_writer, new DroppedRange(_lastInstant, _gap.From, _gap.Through));
            _gap = default;
        }
    }

    private void WriteOut()
    {
        _files.Target.Write(_writer.Written, _written);
        _written += _writer.Length;
        _writer.Clear();
    }

    /// <summary>Messages are never dropped: that each follows the one before it is seen to here.</summary>
    private void CountMessages(Commit commit, long position)
    {
        foreach (var change in commit.EventArray)
        {
            if (change is not MessageAppended { Message: var message })
            {
                continue;
            }

            var expected = _ordinals.GetValueOrDefault(message.Chat) + 1;
            if (message.Ordinal != expected)
            {
                throw new LineDamageException(
                    position, $"message {expected} of chat \"{message.Chat}\" was expected here, not message {message.Ordinal}.");
            }

            _ordinals[message.Chat] = expected;
        }
    }

    /// <summary>Whether two views are the same but for where things lie.</summary>
    private static bool IsSame(Session one, Session other)
    {
        var (first, second) = (new LineWriter(), new LineWriter());
        ViewJson.Write(first, Unplaced(one));
        ViewJson.Write(second, Unplaced(other));
        return first.Written.SequenceEqual(second.Written);
    }

    private static Session Unplaced(Session view)
    {
        var copy = new LogCopier().Place(view);
        copy.Details = copy.Details with { Horizon = 0 };
        return copy;
    }
}
