using Sessions.Events;

namespace Sessions.Stores.InMemory;

/// <summary>
/// One event of the tail that serves the change feed. A message stands for its own event, and a commit is no more than a
/// mark on its first entry: an idle session should take little more than its messages and its state.
/// </summary>
internal readonly struct LogEntry
{
    private readonly object _item;
    private readonly CommitKey? _key;

    public LogEntry(Commit commit, int index)
    {
        // An event with fields of a newer build keeps its own object, which holds them.
        _item = commit.EventArray[index] is MessageAppended { UnknownFields: null } appended ? appended.Message : commit.EventArray[index];
        if (index == 0)
        {
            FirstOf = commit.Id;
            _key = commit.IdempotencyKey is { } key ? new CommitKey(key, commit.ContentHash) : null;
        }
    }

    /// <summary>The commit that begins here; the default value where one goes on.</summary>
    public CommitId FirstOf { get; }

    public SessionEvent ToEvent()
    {
        if (_item is not Message message)
        {
            return (SessionEvent)_item;
        }

        var appended = new MessageAppended(message);
        appended.Stamp(message.Version, message.AtTicks, message.Channel);
        return appended;
    }

    /// <summary>The commit that begins here, with the events that the reader has gathered.</summary>
    public Commit ToCommit(SessionEvent[] events) => _key is null
        ? new Commit(FirstOf, events[0].Version, events[0].AtTicks, events[0].Channel, events)
        : new Commit(FirstOf, events[0].Version, events[0].AtTicks, events[0].Channel, events)
        {
            IdempotencyKey = _key.Key,
            ContentHash = _key.Hash,
        };

    private sealed record CommitKey(string Key, UInt128 Hash);
}
