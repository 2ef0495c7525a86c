using System.Diagnostics;
using Sessions.Stores;

namespace Sessions.Sql;

public sealed partial class SqlStore
{
    /// <inheritdoc/>
    public async ValueTask<CommitResult> CommitAsync(
        SessionKey key, CommitDecision decide, CommitOptions options = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        var operation = new CommitOperation(decide, options, cancellationToken);
        await EnterAsync(key, operation, cancellationToken).ConfigureAwait(false);
        return await operation.Answered.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<Session?> UseAsync(SessionKey key, SessionUse use, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(use);
        var operation = new UseOperation(use, cancellationToken);
        await EnterAsync(key, operation, cancellationToken).ConfigureAwait(false);
        return await operation.Answered.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask EnterAsync(SessionKey key, SqlOperation operation, CancellationToken cancellationToken)
    {
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        var entry = _entries.Get(key);
        if (entry.Enter(operation))
        {
            _ = LeadAsync(entry);
        }
    }

    /// <summary>Does the work of all who stand in line for a session, until nobody does.</summary>
    private async Task LeadAsync(SqlEntry entry)
    {
        while (entry.Take() is { } operations)
        {
            if (TakeCancelled(operations) is { } cancelled)
            {
                _lane.Tell(cancelled);
            }

            try
            {
                await ApplyAsync(entry, operations).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                // Nobody knows what became of it: the next one looks.
                entry.Known = null;
                operations.ForEach(operation => operation.Refuse(error));
            }

            _lane.Tell(operations);
            if (operations.Count == 1 && entry.TryLeave())
            {
                // If he comes again he leads: nobody has to be called to see to that.
                return;
            }

            // Who was told may come again at once, and is of the next turn with all the others. And on from here decisions of other
            // callers are run, which is not for the thread that writes.
            await _lane.WhenTold();
        }
    }

    /// <summary>Removes those who have stopped waiting before anything was done for them.</summary>
    private static List<SqlOperation>? TakeCancelled(List<SqlOperation> operations)
    {
        if (!operations.Exists(static operation => operation.CancellationToken.IsCancellationRequested))
        {
            return null;
        }

        // Asked once: whoever stops only now is served.
        var cancelled = operations.FindAll(static operation => operation.CancellationToken.IsCancellationRequested);
        operations.RemoveAll(cancelled.Contains);
        cancelled.ForEach(static operation => operation.Refuse(new OperationCanceledException(operation.CancellationToken)));
        return cancelled;
    }

    /// <summary>Writes what the operations come to; when this returns, what each was planned to is its answer.</summary>
    private async ValueTask ApplyAsync(SqlEntry entry, List<SqlOperation> operations)
    {
        if (operations.Count == 0)
        {
            return;
        }

        var until = Deadline();
        List<SqlWrite> inDoubt = [];
        SqlDoubtException? doubt = null;
        var isFresh = false;
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var known = entry.Known;
            if (known is null)
            {
                (known, isFresh) = (await LoadAsync(entry, CancellationToken.None).ConfigureAwait(false), true);
            }

            if (await FindWrittenAsync(inDoubt, known).ConfigureAwait(false) is >= 0 and var sent)
            {
                if (!await IsDurableAsync(entry, known!, doubt).ConfigureAwait(false))
                {
                    await MissedAsync().ConfigureAwait(false);
                    continue;
                }

                operations.ForEach(operation => operation.Recall(sent));
                Published(entry, inDoubt[sent]);
                Changed?.Invoke([entry.Row]);
                return;
            }

            var (isPlanned, write) = await PlanAsync(entry, known, isFresh, operations).ConfigureAwait(false);
            if (!isPlanned)
            {
                await MissedAsync().ConfigureAwait(false);
                continue;
            }

            if (write is null)
            {
                if (!isFresh)
                {
                    // What was refused or left as it is, was so by a view that may be old.
                    entry.Known = null;
                    continue;
                }

                if (!operations.Exists(static operation => operation.IsRepetition) || await IsDurableAsync(entry, known!, doubt).ConfigureAwait(false))
                {
                    return;
                }

                await MissedAsync().ConfigureAwait(false);
                continue;
            }

            try
            {
                if (await _lane.WriteAsync(write).ConfigureAwait(false))
                {
                    Publish(entry, write);
                    return;
                }
            }
            catch (SqlDoubtException error)
            {
                // The server may be at it still: each time it was sent is looked for, until it is known.
                doubt = error;
                inDoubt.Add(write);
                operations.ForEach(static operation => operation.Doubt());
            }
            catch (SessionException) when (doubt is not null)
            {
                // This time nothing was done. What was sent before may have been, and that is what the caller has to know.
                throw Refusal(doubt.InnerException!);
            }

            await MissedAsync().ConfigureAwait(false);
        }

        ValueTask MissedAsync()
        {
            (entry.Known, isFresh) = (null, false);
            return doubt is not null && Stopwatch.GetTimestamp() >= until
                ? throw Refusal(doubt.InnerException!)
                : Backoff.AfterMissAsync(until);
        }
    }

    /// <summary>
    /// Whether what was found is as durable as what this store writes. Where the engine shows it before, that is known of something that
    /// was written behind it: it is answered only when both are on the disk. Not where the session is something else by now.
    /// </summary>
    /// <param name="entry">The session.</param>
    /// <param name="known">What was found.</param>
    /// <param name="doubt">What left it in doubt; null where nothing did.</param>
    private async ValueTask<bool> IsDurableAsync(SqlEntry entry, SqlKnown known, SqlDoubtException? doubt)
    {
        if (!_dialect.ShowsBeforeDurable || known.View.IsExpired(_clock.Now))
        {
            // What has expired is written by nobody, and found by nobody either.
            return true;
        }

        try
        {
            return await WriteAsync(new SqlWrite(entry.Row, known, known.View, [])).ConfigureAwait(false);
        }
        catch (SqlDoubtException)
        {
            // Then it is looked for again.
            return false;
        }
        catch (SessionException) when (doubt is not null)
        {
            throw Refusal(doubt.InnerException!);
        }
    }

    /// <summary>Plans all operations one upon the other.</summary>
    /// <returns>Whether that could be done, not where the session is something else by now; and what is to be written, null where nothing is.</returns>
    private async ValueTask<(bool IsPlanned, SqlWrite? Write)> PlanAsync(
        SqlEntry entry, SqlKnown? known, bool isFresh, List<SqlOperation> operations)
    {
        while (true)
        {
            var write = Plan(entry, known, isFresh, operations);
            if (!entry.Memory.LacksAnything)
            {
                return (true, write);
            }

            if (!await LearnAsync(entry, known!).ConfigureAwait(false))
            {
                return (false, null);
            }
        }
    }

    /// <summary>Plans them as far as the entry's memory knows what it is asked.</summary>
    /// <returns>What is to be written for them; null where nothing is, or the memory has to learn first.</returns>
    private SqlWrite? Plan(SqlEntry entry, SqlKnown? known, bool isFresh, List<SqlOperation> operations)
    {
        var now = _clock.Now;
        if (isFresh && known is not null && known.View.IsExpired(now) && !known.View.IsExpired(known.SeenAt))
        {
            // It was there when it was looked at, and may have been prolonged since: the database has the last word, when it is written.
            now = known.SeenAt;
        }

        var alive = known is null || known.View.IsExpired(now) ? null : known;
        var memory = entry.MemoryOf(alive);
        var view = known?.View;
        var commits = new List<Commit>(operations.Count);
        long? fence = null;
        memory.Begin(alive);
        foreach (var operation in operations)
        {
            operation.Plan(entry.Key, view, now, memory);
            if (memory.LacksAnything)
            {
                return null;
            }

            if (operation.Next is { } next)
            {
                view = next;
                fence = operation.Fence ?? fence;
                if (operation.Commit is { } commit)
                {
                    commits.Add(commit);
                    memory.Plan(commit);
                }
            }
        }

        if (ReferenceEquals(view, known?.View))
        {
            return null;
        }

        var begins = known is null || view!.Incarnation != known.View.Incarnation;
        return new SqlWrite(entry.Row, begins ? null : known, view!, commits)
        {
            Fence = begins ? null : fence,
            Replaces = begins ? known : null,
        };
    }

    private void Publish(SqlEntry entry, SqlWrite write)
    {
        entry.Known = write.After;
        entry.Memory.Accept(write);
        _tails.Follow(write);
        Published(entry, write);
    }

    private void Published(SqlEntry entry, SqlWrite write)
    {
        entry.Signal();
        if (write.Replaces is { } gone)
        {
            _removals.Add(gone.View.Incarnation, RemovalReason.Expired);
        }
    }

    /// <summary>Which of the writes whose outcomes were lost was done; -1 where none was.</summary>
    private async ValueTask<int> FindWrittenAsync(List<SqlWrite> writes, SqlKnown? known)
    {
        for (var i = 0; i < writes.Count; i++)
        {
            if (await WasWrittenAsync(writes[i], known).ConfigureAwait(false))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether a write whose outcome was lost was done: its first commit then stands where it was to stand.</summary>
    private async ValueTask<bool> WasWrittenAsync(SqlWrite write, SqlKnown? known)
    {
        if (known is null || known.View.Incarnation != write.View.Incarnation || write.Commits.Count == 0)
        {
            return false;
        }

        var first = write.Commits[0];
        return known.View.Version >= first.FirstVersion && await RunAsync(
            _connections,
            async slot => await slot.Command(_statements.CommitAt, write.Row, first.FirstVersion)
                .ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false) as string == first.Id.ToString(),
            CancellationToken.None).ConfigureAwait(false);
    }
}
