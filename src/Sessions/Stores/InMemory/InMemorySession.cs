using System.Runtime.CompilerServices;
using Sessions.Events;

namespace Sessions.Stores.InMemory;

/// <summary>
/// One incarnation of a session: its view, its messages and the tail of its log. Writers hold the lock on the object itself;
/// readers take the published view and read what it tells of.
/// </summary>
internal sealed class InMemorySession
{
    private readonly AppendList<LogEntry> _log = new();
    private AppendList<Message>[] _chats = [];
    private Session _view;
    private CommitMemory? _memory;
    private TaskCompletionSource? _signal;

    // Two sessions side by side in memory, each with a thread at work on it, must not share a cache line.
#pragma warning disable CS0169, IDE0051, CA1823
    private readonly Padding _padding;
#pragma warning restore CS0169, IDE0051, CA1823

    public InMemorySession(CommitPlan plan)
    {
        _view = null!;
        Append(plan, int.MaxValue);
    }

    public Session View => Volatile.Read(ref _view);

    /// <summary>Why it is gone; null while it is there. Set once, under the lock.</summary>
    public RemovalReason? Removed { get; private set; }

    /// <summary>The expiry for which it is indexed; zero when it is not. Changed only under the lock.</summary>
    public long IndexedExpiry { get; set; }

    /// <summary>The instant of finishing for which it is indexed; zero when it is not. Changed only under the lock.</summary>
    public long IndexedFinish { get; set; }

    public ICommitMemory Memory => _memory ?? (ICommitMemory)NoMemory.Instance;

    public IReadOnlyCollection<string> Linked => _memory?.Linked ?? [];

    /// <summary>Takes a commit in; the caller holds the lock.</summary>
    public void Append(in CommitPlan plan, int tailCapacity)
    {
        var commit = plan.Commit!;
        for (var i = 0; i < commit.EventArray.Length; i++)
        {
            _log.Add(new LogEntry(commit, i));
            switch (commit.EventArray[i])
            {
                case MessageAppended appended:
                    MessagesOf(appended.Message, plan.View).Add(appended.Message);
                    break;
                // A chat whose first message comes later in this very commit has nothing to clear yet.
                case ConversationCleared cleared when plan.View.TryGetChat(cleared.Chat, out var chat)
                    && plan.View.IndexOfChat(cleared.Chat) is var index && index < _chats.Length:
                    _chats[index] = new AppendList<Message>(chat.ClearedThrough);
                    break;
            }
        }

        if (CommitMemory.Concerns(commit))
        {
            (_memory ??= new CommitMemory()).Add(commit);
        }

        if (_log.End - _log.First > 2L * tailCapacity)
        {
            _log.DropBefore(_log.End - tailCapacity);
        }

        Publish(plan.View);
    }

    /// <summary>Publishes a view that brings no event; the caller holds the lock.</summary>
    public void Publish(Session view)
    {
        Volatile.Write(ref _view, view);
        Signal();
    }

    public void Remove(RemovalReason reason)
    {
        Removed = reason;
        Signal();
    }

    public IReadOnlyList<Message> Read(Session view, in MessageRange range)
    {
        var index = view.IndexOfChat(range.Chat);
        if (index < 0)
        {
            return [];
        }

        var (first, last) = range.Within(view.Chats[index]);
        if (last < first)
        {
            return [];
        }

        // A chat that was cleared since the view was read has its messages no more: that is then the answer.
        var messages = new Message[last - first + 1];
        return Volatile.Read(ref _chats)[index].TryCopy(first - 1, messages) ? messages : [];
    }

    public LogPage ReadLog(Session view, long afterVersion, int limit)
    {
        while (true)
        {
            var first = _log.First;
            var from = Math.Max(afterVersion, first);
            if (from >= view.Version)
            {
                return new LogPage(view, [], first > afterVersion ? first : 0);
            }

            if (TryReadPage(view, from, first, limit, out var commits, out var skippedTo))
            {
                return new LogPage(view, commits, skippedTo > afterVersion ? skippedTo : 0);
            }
        }
    }

    /// <summary>Reads whole commits from a place in the log on; false when it was dropped while being read.</summary>
    private bool TryReadPage(Session view, long from, long first, int limit, out List<Commit> commits, out long skippedTo)
    {
        commits = [];
        skippedTo = 0;
        for (var window = Math.Max(64L, limit); ; window *= 2)
        {
            var entries = new LogEntry[Math.Min(view.Version - from, window)];
            if (!_log.TryCopy(from, entries))
            {
                return false;
            }

            if (!entries[0].IsFirst && from > first)
            {
                // The version asked for lies within a commit, and a commit is given whole.
                if (!TryFindStart(ref from, first))
                {
                    return false;
                }

                continue;
            }

            var whole = from + entries.Length == view.Version;
            commits = Commits(entries, whole, limit, out var skipped);
            if (commits.Count > 0 || whole)
            {
                skippedTo = from + skipped;
                return true;
            }
        }
    }

    /// <summary>Goes back to where a commit begins, or to the first entry that is kept.</summary>
    private bool TryFindStart(ref long from, long first)
    {
        var block = new LogEntry[64];
        while (from > first)
        {
            var start = Math.Max(first, from - block.Length);
            var entries = block.AsSpan(0, (int)(from - start));
            if (!_log.TryCopy(start, entries))
            {
                return false;
            }

            for (from--; from > start && !entries[(int)(from - start)].IsFirst; from--)
            {
            }

            if (entries[(int)(from - start)].IsFirst)
            {
                return true;
            }
        }

        return true;
    }

    /// <summary>Completes when the view has changed or the session is gone.</summary>
    public Task WaitAsync(long version)
    {
        lock (this)
        {
            if (Removed is not null || _view.Version > version)
            {
                return Task.CompletedTask;
            }

            _signal ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _signal.Task;
        }
    }

    private static List<Commit> Commits(LogEntry[] entries, bool whole, int limit, out int skipped)
    {
        var start = 0;
        while (start < entries.Length && !entries[start].IsFirst)
        {
            start++;
        }

        // The tail was cut within a commit, whose rest is as good as dropped.
        skipped = start;
        var commits = new List<Commit>();
        while (start < entries.Length && commits.Count < limit)
        {
            var end = start + 1;
            while (end < entries.Length && !entries[end].IsFirst)
            {
                end++;
            }

            if (end == entries.Length && !whole)
            {
                break;
            }

            var events = new SessionEvent[end - start];
            for (var i = 0; i < events.Length; i++)
            {
                events[i] = entries[start + i].ToEvent();
            }

            commits.Add(entries[start].ToCommit(events));
            start = end;
        }

        return commits;
    }

    private void Signal()
    {
        if (_signal is not null)
        {
            _signal.SetResult();
            _signal = null;
        }
    }

    private AppendList<Message> MessagesOf(Message message, Session view)
    {
        var index = view.IndexOfChat(message.Chat);
        if (index < _chats.Length)
        {
            return _chats[index];
        }

        // Several new chats may come in one commit; their messages stand in the same order.
        var chats = new AppendList<Message>[index + 1];
        _chats.CopyTo(chats, 0);
        for (var i = _chats.Length; i < chats.Length; i++)
        {
            chats[i] = new AppendList<Message>();
        }

        Volatile.Write(ref _chats, chats);
        return chats[index];
    }

    [InlineArray(8)]
    private struct Padding
    {
        private long _first;
    }
}
