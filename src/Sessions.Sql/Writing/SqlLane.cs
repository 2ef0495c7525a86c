namespace Sessions.Sql;

/// <summary>
/// Where writes are gathered: while one group is on its way, the next one forms. Whoever needs the engine's only writer for
/// himself stands in the same line.
/// </summary>
internal sealed class SqlLane(Func<IReadOnlyList<SqlWrite>, ValueTask> write, bool blocks)
{
    private readonly Lock _lock = new();
    private readonly Queue<object> _waiting = new();
    private bool _isBusy;

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

    private void Enqueue(object item)
    {
        lock (_lock)
        {
            _waiting.Enqueue(item);
            if (_isBusy)
            {
                return;
            }

            _isBusy = true;
        }

        // Where the engine waits on the thread that calls it, it is never the caller's: he may have more to start.
        if (blocks)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static lane => _ = lane.RunAsync(), this, preferLocal: false);
        }
        else
        {
            _ = RunAsync();
        }
    }

    private async Task RunAsync()
    {
        while (Take() is { } next)
        {
            switch (next)
            {
                case Func<ValueTask> work:
                    await work().ConfigureAwait(false);
                    break;
                case List<SqlWrite> group:
                    await WriteAsync(group).ConfigureAwait(false);
                    break;
            }
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

    private object? Take()
    {
        lock (_lock)
        {
            if (!_waiting.TryDequeue(out var first))
            {
                _isBusy = false;
                return null;
            }

            if (first is not SqlWrite only)
            {
                return first;
            }

            List<SqlWrite> group = [only];
            while (group.Count < SqlWriter.MaxGroup && _waiting.TryPeek(out var next) && next is SqlWrite { Replaces: null } && only.Replaces is null)
            {
                group.Add((SqlWrite)_waiting.Dequeue());
            }

            group.Sort(static (left, right) => string.CompareOrdinal(left.Row, right.Row));
            return group;
        }
    }
}
