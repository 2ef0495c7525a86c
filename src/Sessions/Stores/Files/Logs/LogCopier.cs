using System.Collections.Immutable;
using Sessions.Events;

namespace Sessions.Stores.Files;

/// <summary>
/// Copies the commits of a log, in their order, into another file. Where the message or the key before lies is told in
/// distances within one file, so these are counted anew; everything else is shared.
/// </summary>
internal sealed class LogCopier
{
    private readonly Dictionary<string, long> _heads = new(StringComparer.Ordinal);
    private long _lastKeyed = -1;

    /// <summary>Makes the copy that stands at a place in the other file.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="events">What of its events is copied; as many as it has.</param>
    /// <param name="position">Where the copy stands.</param>
    public Commit Copy(Commit commit, SessionEvent[] events, long position)
    {
        var copies = new SessionEvent[events.Length];
        for (var i = 0; i < events.Length; i++)
        {
            copies[i] = events[i] is MessageAppended appended ? Copy(commit, appended, position) : events[i];
        }

        var copy = new Commit(commit.Id, commit.FirstVersion, commit.AtTicks, commit.Channel, copies)
        {
            Position = position,
            IdempotencyKey = commit.IdempotencyKey,
            ContentHash = commit.ContentHash,
            ExpiryTicks = commit.ExpiryTicks,
            UnknownFields = commit.UnknownFields,
        };
        if (commit.IdempotencyKey is not null)
        {
            copy.KeyBack = _lastKeyed > 0 ? position - _lastKeyed : 0;
            _lastKeyed = position;
        }

        return copy;
    }

    /// <summary>A view with its places in the other file, as far as that was copied.</summary>
    public Session Place(Session view)
    {
        var placed = view.Copy();
        placed.KeyPosition = _lastKeyed;
        placed.Chats = ImmutableArray.CreateRange(view.Chats, chat => chat.At(_heads.GetValueOrDefault(chat.Name)));
        return placed;
    }

    private MessageAppended Copy(Commit commit, MessageAppended appended, long position)
    {
        var message = appended.Message;
        var back = _heads.TryGetValue(message.Chat, out var head) ? position - head : 0;
        _heads[message.Chat] = position;
        var copy = new MessageAppended(message.CopyAt(message.Ordinal, back)) { UnknownFields = appended.UnknownFields };
        copy.Stamp(appended.Version, commit.AtTicks, commit.Channel);
        return copy;
    }
}
