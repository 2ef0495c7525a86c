using Sessions.Events;
using Sessions.Stores.InMemory;

namespace Sessions.Stores.Files;

/// <summary>
/// The newest messages and commits of an open log, so that reading what was just written needs no file. One writer, the
/// owner of the log's slot; readers ask only for what a published view tells of.
/// </summary>
internal sealed class LogTail : ILogSink
{
    private const int MaxMessages = 128;
    private const int MaxCommits = 64;
    private const long MaxBytes = 1024 * 1024;

    private readonly Commit?[] _commits = new Commit?[MaxCommits];
    private readonly Lock _gate = new();
    private AppendList<Message>?[] _chats = [];
    private long _count;
    private long _begin;

    public void Add(Commit commit, Session after)
    {
        if (commit.Position - _begin > MaxBytes)
        {
            // Few and large messages are read from the file again: the bound on memory goes first.
            _chats = [];
            lock (_gate)
            {
                Array.Clear(_commits);
            }

            _begin = commit.Position;
        }

        foreach (var change in commit.EventArray)
        {
            switch (change)
            {
                case MessageAppended { Message: var message }:
                    Add(message, after.IndexOfChat(message.Chat));
                    break;
                case ConversationCleared cleared when after.IndexOfChat(cleared.Chat) is var index and >= 0 && index < _chats.Length:
                    _chats[index] = null;
                    break;
            }
        }

        lock (_gate)
        {
            // What did not get into the file, or was read twice, must not be followed by what did.
            if (_count > 0 && _commits[(_count - 1) % MaxCommits]?.LastVersion != commit.FirstVersion - 1)
            {
                Array.Clear(_commits);
            }

            _commits[_count++ % MaxCommits] = commit;
        }
    }

    /// <summary>Whether a message is here, and so those after it.</summary>
    public bool Holds(int chat, long first)
    {
        var chats = Volatile.Read(ref _chats);
        return chat < chats.Length && chats[chat] is { } messages && messages.First < first;
    }

    /// <summary>Reads messages of a published view; false when they are not all here.</summary>
    public bool TryRead(int chat, long first, Span<Message> target)
    {
        var chats = Volatile.Read(ref _chats);
        return chat < chats.Length && chats[chat] is { } messages && messages.TryCopy(first - 1, target);
    }

    /// <summary>Takes in messages that were read from the file and lie before those that are here. For the owner of the slot.</summary>
    public void Seed(int chat, Message[] messages, long lastOrdinal)
    {
        if (messages.Length is 0 or > MaxMessages || messages[^1].Ordinal != lastOrdinal)
        {
            return;
        }

        var list = new AppendList<Message>(messages[0].Ordinal - 1);
        foreach (var message in messages)
        {
            list.Add(message);
        }

        Room(chat);
        Volatile.Write(ref _chats[chat], list);
    }

    /// <summary>Reads commits of a published view after a version; null when they are not all here.</summary>
    public List<Commit>? TryReadLog(long afterVersion, long throughVersion, int limit)
    {
        lock (_gate)
        {
            var from = Math.Max(0, _count - MaxCommits);
            var low = _count;
            while (low > from && _commits[(low - 1) % MaxCommits] is { } commit && commit.LastVersion > afterVersion)
            {
                low--;
            }

            if (low == _count || _commits[low % MaxCommits]!.FirstVersion > afterVersion + 1)
            {
                return null;
            }

            var commits = new List<Commit>();
            for (var at = low; at < _count && commits.Count < limit && _commits[at % MaxCommits]!.LastVersion <= throughVersion; at++)
            {
                commits.Add(_commits[at % MaxCommits]!);
            }

            return commits;
        }
    }

    private void Add(Message message, int chat)
    {
        Room(chat);
        ref var messages = ref _chats[chat];
        if (messages is null || messages.End != message.Ordinal - 1)
        {
            Volatile.Write(ref messages, new AppendList<Message>(message.Ordinal - 1));
        }

        messages!.Add(message);
        if (messages.End - messages.First > 2 * MaxMessages)
        {
            messages.DropBefore(messages.End - MaxMessages);
        }
    }

    private void Room(int chat)
    {
        if (chat >= _chats.Length)
        {
            var more = new AppendList<Message>?[chat + 1];
            _chats.CopyTo(more, 0);
            Volatile.Write(ref _chats, more);
        }
    }
}
