using Sessions.Events;

namespace Sessions.Stores.InMemory;

/// <summary>
/// One event of the tail that serves the change feed. A message stands for its own event, and a commit is no more than a
/// mark on its first entry: an idle session should take little more than its messages and its state.
/// </summary>
internal readonly struct LogEntry
{
    private readonly object _item;
    private readonly RareFields? _rare;

    public LogEntry(Commit commit, int index)
    {
        // An event with fields of a newer build keeps its own object, which holds them.
        _item = commit.EventArray[index] is MessageAppended { UnknownFields: null } appended ? appended.Message : commit.EventArray[index];
        if (index == 0)
        {
            FirstOf = commit.Id;
            _rare = commit.IdempotencyKey is null && commit.UnknownFields is null
                ? null
                : new RareFields(commit.IdempotencyKey, commit.ContentHash, commit.UnknownFields);
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
    public Commit ToCommit(SessionEvent[] events)
    {
        var commit = _rare?.Key is null
            ? new Commit(FirstOf, events[0].Version, events[0].AtTicks, events[0].Channel, events)
            : new Commit(FirstOf, events[0].Version, events[0].AtTicks, events[0].Channel, events)
            {
                IdempotencyKey = _rare.Key,
                ContentHash = _rare.Hash,
            };
        if (_rare?.Unknown is { } unknown)
        {
            commit.UnknownFields = unknown;
        }

        return commit;
    }

    private sealed record RareFields(string? Key, UInt128 Hash, JsonText? Unknown);
}
