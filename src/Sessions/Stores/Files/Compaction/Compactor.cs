namespace Sessions.Stores.Files;

/// <summary>
/// Compacts logs that have grown, one after the other, beside the work of their sessions. Runs on one session exclude each other
/// in all processes by a lock of compaction's own, so that nobody else has to wait for one.
/// </summary>
internal sealed class Compactor(FileEngine engine) : IAsyncDisposable
{
    // A process may be gone soon after it asked, and its successor ask for the same again: what takes no longer than a
    // fraction of a second is done to its end.
    private const long ShortEnough = 64 * 1024 * 1024;

    // A copy is faster than whoever writes, so each round leaves less; but not if a whole machine writes.
    private const int MaxRounds = 8;
    private const long Little = 64 * 1024;

    private readonly Lazy<FileLockSet> _locks = new(() => FileLockSet.Open(Path.Combine(engine.Layout.Root, "compaction")));
    private readonly Queue<SessionKey> _asked = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private bool _isRunning;

    /// <summary>Has a log looked at, soon.</summary>
    public void Ask(SessionKey key)
    {
        lock (_gate)
        {
            if (_ending.IsCancellationRequested)
            {
                return;
            }

            _asked.Enqueue(key);
            if (!_isRunning)
            {
                _isRunning = true;
                _running = Task.Run(RunAsync);
            }
        }
    }

    /// <summary>Compacts a log now.</summary>
    /// <returns>Whether it was; not where there is no session, or its log cannot be replaced yet.</returns>
    public async ValueTask<bool> CompactAsync(SessionKey key, CancellationToken cancellationToken)
    {
        using var hold = await _locks.Value.AcquireAsync(StripeHash.StripeOf(key.Partition, key.Id), cancellationToken).ConfigureAwait(false);
        return await CompactAsync(key, onlyIfWorthIt: false, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (_gate)
        {
            _ending.Cancel();
            running = _running;
        }

        await running.ConfigureAwait(false);
        _ending.Dispose();
        if (_locks.IsValueCreated)
        {
            _locks.Value.Dispose();
        }
    }

    private async Task RunAsync()
    {
        while (TryNext(out var key))
        {
            try
            {
                // Somebody else is at it already, or at another session of the stripe: it asks again when it has grown further.
                if (_locks.Value.TryAcquire(StripeHash.StripeOf(key.Partition, key.Id), out var hold))
                {
                    using (hold)
                    {
                        await CompactAsync(key, onlyIfWorthIt: true, _ending.Token).ConfigureAwait(false);
                    }
                }
            }
            catch (Exception error) when (_ending.IsCancellationRequested && error is OperationCanceledException or ObjectDisposedException)
            {
                // The store closes; the log stays as it is.
            }
            catch (Exception error) when (error is SessionException || LogErrors.IsOfSystem(error))
            {
                engine.Options.Events.CompactionFailed(key, error);
            }
        }
    }

    private bool TryNext(out SessionKey key)
    {
        lock (_gate)
        {
            key = default;
            _isRunning = !_ending.IsCancellationRequested && _asked.TryDequeue(out key);
            return _isRunning;
        }
    }

    private async ValueTask<bool> CompactAsync(SessionKey key, bool onlyIfWorthIt, CancellationToken cancellationToken)
    {
        var view = await engine.FindAsync(key, cancellationToken).ConfigureAwait(false);
        if (view is null || (onlyIfWorthIt && !CanBeWorthIt(view)))
        {
            return false;
        }

        if (onlyIfWorthIt && view.LogEnd <= ShortEnough)
        {
            cancellationToken = CancellationToken.None;
        }

        // Under the lock, so that nothing is put where the session's folder is just being removed.
        using var files = await engine.RunAsync(
            key, (SessionLog log, ref LogBatch batch) => log.BeginMove(batch, view.Incarnation), cancellationToken).ConfigureAwait(false);
        if (files is null)
        {
            return false;
        }

        try
        {
            return await CompactAsync(files, view, onlyIfWorthIt, cancellationToken).ConfigureAwait(false);
        }
        catch (LineDamageException damage)
        {
            throw engine.Repair.Damaged(files.Source, key, damage);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Unavailable(files.Target.Path, error);
        }
    }

    /// <summary>
    /// Copies and flushes what came meanwhile, until little does: what is left to be done under the lock is what others wait for.
    /// </summary>
    private async ValueTask CatchUpAsync(LogCompaction compaction, Session view, CancellationToken cancellationToken)
    {
        var end = view.LogEnd;
        for (var round = 0; round < MaxRounds; round++)
        {
            compaction.Flush();
            var now = await engine.FindStoredAsync(view.Key, cancellationToken).ConfigureAwait(false);
            if (now is null || now.Incarnation != view.Incarnation || now.LogEnd - end < Little)
            {
                return;
            }

            end = now.LogEnd;
            compaction.CopyThrough(end, cancellationToken);
        }
    }

    /// <summary>
    /// Whether half of a log can be superseded, as far as its view tells. Most logs are messages and links to their greater part,
    /// and are not read to find that out: where there are few other events, and each line is short, there is little to gain.
    /// </summary>
    private static bool CanBeWorthIt(Session view)
    {
        var kept = view.Invocations.Count;
        foreach (var chat in view.Chats)
        {
            kept += chat.LastOrdinal;
        }

        return view.Version - kept >= view.Version / 4 || view.LogEnd / view.Version >= 1024;
    }

    private async ValueTask<bool> CompactAsync(CompactionFiles files, Session view, bool onlyIfWorthIt, CancellationToken cancellationToken)
    {
        var rule = engine.Options.Horizon.RuleFor(files.Source, view, engine.Now);
        using var compaction = new LogCompaction(files, view, rule);
        compaction.CopyThrough(view.LogEnd, cancellationToken);
        if (onlyIfWorthIt && compaction.Length > view.LogEnd / 2)
        {
            await engine.RunAsync(
                view.Key, (SessionLog log, ref LogBatch batch) => log.NoteKept(ref batch, view.Incarnation), cancellationToken).ConfigureAwait(false);
            return false;
        }

        await CatchUpAsync(compaction, view, cancellationToken).ConfigureAwait(false);
        return await engine.RunAsync(
            view.Key, (SessionLog log, ref LogBatch batch) => log.TryMove(ref batch, compaction, cancellationToken), cancellationToken).ConfigureAwait(false);
    }
}
