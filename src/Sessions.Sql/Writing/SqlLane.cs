using System.Runtime.CompilerServices;

namespace Sessions.Sql;

/// <summary>
/// Where writes are gathered: while one group is on its way, the next one forms. Whoever needs the engine's only writer for
/// himself stands in the same line. And where those are told who were written together: one after the other, on one thread, as to
/// send each to the pool by himself costs more than his share of the write. What they do next runs on that thread, which may take
/// long or block: before each, it is seen to that another one is called for whatever is left.
/// </summary>
/// <param name="write">Writes a group, and leaves with each member what became of it.</param>
/// <param name="width">How many groups may be on their way at once: no two of them have a session in common.</param>
/// <param name="blocks">Whether writing blocks the thread: then it is never the caller's, who may have more to start.</param>
internal sealed class SqlLane(Func<IReadOnlyList<SqlWrite>, ValueTask> write, int width, bool blocks) : IThreadPoolWorkItem
{
    // Fewer are not worth a group of their own while others are on their way.
    private const int MinShare = 8;

    // How often a write may begin within what another one's answer led to, on one stack: one whose failure is known at once could
    // otherwise be tried again within itself for ever.
    private const int MaxDepth = 8;

    [ThreadStatic]
    private static int t_depth;

    // The lane that this thread serves as soon as what is being run returns.
    [ThreadStatic]
    private static SqlLane? t_served;

    private readonly Lock _lock = new();
    private readonly Queue<object> _line = new();
    private readonly Queue<object> _told = new();
    private int _groups;
    private int _members;

    // Somebody is called and has not come yet.
    private bool _isCalled;

    public Task<bool> WriteAsync(SqlWrite write)
    {
        Enqueue(write);
        return write.Done;
    }

    /// <summary>Runs something while nothing is written.</summary>
    public Task<T> AloneAsync<T>(Func<ValueTask<T>> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(async ValueTask () =>
        {
            try
            {
                done.SetResult(await work().ConfigureAwait(false));
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        return done.Task;
    }

    /// <summary>Tells operations what was planned for them, in order.</summary>
    public void Tell(List<SqlOperation> operations)
    {
        bool calls;
        lock (_lock)
        {
            foreach (var operation in operations)
            {
                _told.Enqueue(operation);
            }

            calls = t_served != this && MustCall();
        }

        Call(calls);
    }

    /// <summary>Goes on once those have been told who are to be told now: they may come again, and be gathered.</summary>
    public AfterTold WhenTold() => new(this);

    void IThreadPoolWorkItem.Execute()
    {
        lock (_lock)
        {
            _isCalled = false;
        }

        _ = ServeAsync(null);
    }

    private void Enqueue(object item)
    {
        object? work = null;
        bool calls;
        lock (_lock)
        {
            _line.Enqueue(item);
            if (!blocks && _told.Count == 0 && t_depth < MaxDepth)
            {
                work = TakeLine();
            }

            calls = t_served != this && MustCall();
        }

        Call(calls);
        if (work is not null)
        {
            t_depth++;
            _ = ServeAsync(work, isWithinCaller: true);
            t_depth--;
        }
    }

    private async Task ServeAsync(object? work, bool isWithinCaller = false)
    {
        while (true)
        {
            bool calls;
            if (work is not null)
            {
                var running = RunAsync(work);
                isWithinCaller &= running.IsCompleted;
                await running.ConfigureAwait(false);
                work = null;
                if (isWithinCaller)
                {
                    // A provider that never waits has kept the caller's thread. Who is told may hold a thread for as long as he
                    // pleases, or wait for this very caller: that is for another one.
                    lock (_lock)
                    {
                        calls = MustCall();
                    }

                    Call(calls);
                    return;
                }
            }

            object? told;
            lock (_lock)
            {
                if (!_told.TryDequeue(out told))
                {
                    work = TakeLine();
                }

                calls = MustCall();
            }

            Call(calls);
            switch (told)
            {
                case SqlOperation operation:
                    operation.Answer();
                    break;
                case Action next:
                    // It plans, and comes back with a write.
                    t_served = this;
                    next();
                    t_served = null;
                    break;
                case null when work is null:
                    return;
            }
        }
    }

    private async ValueTask RunAsync(object work)
    {
        if (work is List<SqlWrite> group)
        {
            await WriteAsync(group).ConfigureAwait(false);
            t_served = this;
            foreach (var member in group)
            {
                member.Complete();
            }

            t_served = null;
        }
        else
        {
            await ((Func<ValueTask>)work)().ConfigureAwait(false);
        }

        lock (_lock)
        {
            _groups--;
            _members -= (work as List<SqlWrite>)?.Count ?? 0;
        }
    }

    private async ValueTask WriteAsync(List<SqlWrite> group)
    {
        try
        {
            await write(group).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Whatever failed is the answer of those who have none yet; the line goes on.
            foreach (var member in group)
            {
                member.Fail(error);
            }
        }
    }

    /// <summary>Under the lock: what is to be done next, by whoever took it; null where nothing may be.</summary>
    private object? TakeLine()
    {
        if (_groups == width || !_line.TryDequeue(out var first))
        {
            return null;
        }

        _groups++;
        if (first is not SqlWrite only)
        {
            return first;
        }

        // Groups that are on their way at once are of like size: a large one and a small one by turns would wait for each other.
        var share = Math.Clamp((_line.Count + _members) / width + 1, MinShare, SqlWriter.MaxGroup);
        List<SqlWrite> group = [only];
        while (group.Count < share && _line.TryPeek(out var next) && next is SqlWrite { Replaces: null } && only.Replaces is null)
        {
            group.Add((SqlWrite)_line.Dequeue());
        }

        group.Sort(static (left, right) => string.CompareOrdinal(left.Row, right.Row));
        for (var i = group.Count - 1; i > 0; i--)
        {
            if (group[i].Row == group[i - 1].Row)
            {
                // Two may be at work on one session where few are kept in memory. One statement cannot tell them apart: one at a time.
                _line.Enqueue(group[i]);
                group.RemoveAt(i);
            }
        }

        _members += group.Count;
        return group;
    }

    /// <summary>Under the lock: whether there is something to do that nobody is called for yet.</summary>
    private bool MustCall()
    {
        var calls = !_isCalled && (_told.Count > 0 || (_groups < width && _line.Count > 0));
        _isCalled |= calls;
        return calls;
    }

    private void Call(bool calls)
    {
        if (calls)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Awaits that those have been told who were to be told.</summary>
    public readonly struct AfterTold(SqlLane lane) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public AfterTold GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation)
        {
            bool calls;
            lock (lane._lock)
            {
                lane._told.Enqueue(continuation);
                calls = t_served != lane && lane.MustCall();
            }

            lane.Call(calls);
        }
    }
}
