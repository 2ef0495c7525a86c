using Sessions.Events;

namespace Sessions.Stores.InMemory;

/// <summary>
/// One event of the tail that serves the change feed, in 16 bytes. A message stands for its own event, and a commit is no
/// more than a mark on its first entry: an idle session should take little more than its messages and its state.
/// </summary>
internal readonly struct LogEntry
{
    private const long Elsewhere = -1;

    private readonly object _item;

    // The number of the commit that begins here, of those that this process named; zero where a commit goes on.
    private readonly long _number;

    public LogEntry(Commit commit, int index)
    {
        // An event with fields of a newer build keeps its own object, which holds them.
        _item = commit.EventArray[index] is MessageAppended { UnknownFields: null } appended ? appended.Message : commit.EventArray[index];
        if (index > 0)
        {
            return;
        }

        if (commit.IdempotencyKey is null && commit.UnknownFields is null && commit.Id.TryGetNumber(out _number))
        {
            return;
        }

        _item = new Head(_item, commit.Id, commit.IdempotencyKey, commit.ContentHash, commit.UnknownFields);
        _number = Elsewhere;
    }

    /// <summary>Whether a commit begins here, rather than goes on.</summary>
    public bool IsFirst => _number != 0;

    public SessionEvent ToEvent()
    {
        var item = _number == Elsewhere ? ((Head)_item).Item : _item;
        if (item is not Message message)
        {
            return (SessionEvent)item;
        }

        var appended = new MessageAppended(message);
        appended.Stamp(message.Version, message.AtTicks, message.Channel);
        return appended;
    }

    /// <summary>The commit that begins here, with the events that the reader has gathered.</summary>
    public Commit ToCommit(SessionEvent[] events)
    {
        var first = events[0];
        if (_number != Elsewhere)
        {
            return new Commit(CommitId.FromNumber(_number), first.Version, first.AtTicks, first.Channel, events);
        }

        var head = (Head)_item;
        var commit = head.Key is null
            ? new Commit(head.Id, first.Version, first.AtTicks, first.Channel, events)
            : new Commit(head.Id, first.Version, first.AtTicks, first.Channel, events)
            {
                IdempotencyKey = head.Key,
                ContentHash = head.Hash,
            };
        if (head.Unknown is { } unknown)
        {
            commit.UnknownFields = unknown;
        }

        return commit;
    }

    /// <summary>What few commits have: a key, fields of a newer build, or a name that was made elsewhere.</summary>
    private sealed record Head(object Item, CommitId Id, string? Key, UInt128 Hash, JsonText? Unknown);
}
