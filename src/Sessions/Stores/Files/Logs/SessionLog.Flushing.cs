namespace Sessions.Stores.Files;

/// <summary>
/// Where commits are flushed, those who wait share a flush: what was written before it began is answered when it ends, and
/// writing goes on meanwhile.
/// </summary>
internal sealed partial class SessionLog
{
    private readonly Lock _flushGate = new();
    private OperationLine _unflushed;
    private volatile bool _flushing;

    private bool IsFlushWanted
    {
        get
        {
            lock (_flushGate)
            {
                return _flushing || !_unflushed.IsEmpty;
            }
        }
    }

    /// <summary>Whether its line is not as safe yet as the store promises: it waits for a flush then.</summary>
    private bool MustFlush(LogOperation operation)
    {
        if (!engine.Options.Flush || operation.Error is not null || operation.IsCancelled || operation.Log is not { } log)
        {
            return false;
        }

        lock (_flushGate)
        {
            if (operation.End <= log.FlushedEnd)
            {
                return false;
            }

            _unflushed.Add(operation);
            return true;
        }
    }

    /// <summary>Flushes, if nobody is at it: the first round for oneself, the others on a thread of the pool.</summary>
    private void FlushWhatWaits(LogOperation? own)
    {
        if (!_unflushed.IsEmpty && TryBeginFlush() is { } first)
        {
            FlushRound(first, own);
            ThreadPool.UnsafeQueueUserWorkItem(static log => log.FlushOn(), this, preferLocal: false);
        }
    }

    private void FlushOn()
    {
        while (NextRound() is { } round)
        {
            FlushRound(round, own: null);
        }
    }

    private LogOperation? TryBeginFlush()
    {
        lock (_flushGate)
        {
            if (_flushing || _unflushed.IsEmpty)
            {
                return null;
            }

            _flushing = true;
            return _unflushed.TakeAll();
        }
    }

    private LogOperation? NextRound()
    {
        lock (_flushGate)
        {
            _flushing = !_unflushed.IsEmpty;
            return _unflushed.TakeAll();
        }
    }

    private void FlushRound(LogOperation round, LogOperation? own)
    {
        var answered = default(OperationLine);
        OpenLog? flushed = null;
        SessionStoreUnavailableException? failure = null;
        for (LogOperation? operation = round, next; operation is not null; operation = next)
        {
            next = operation.Next;
            if (!ReferenceEquals(operation.Log, flushed))
            {
                flushed = operation.Log!;
                failure = TryFlush(flushed, round);
            }

            operation.Error = failure;
            if (ReferenceEquals(operation, own))
            {
                operation.Complete();
            }
            else
            {
                answered.Add(operation);
            }
        }

        HandOut(answered);
    }

    private SessionStoreUnavailableException? TryFlush(OpenLog log, LogOperation round)
    {
        var end = 0L;
        for (LogOperation? operation = round; operation is not null; operation = operation.Next)
        {
            end = ReferenceEquals(operation.Log, log) ? Math.Max(end, operation.End) : end;
        }

        try
        {
            // A flush that succeeds after one that failed says nothing of what the first one was to bring to the disk.
            if (log.Failure is null)
            {
                Flush(log.File);
                if (log.IsNew)
                {
                    FlushDirectory(log.File.Path);
                    log.IsNew = false;
                }

                MarkFlushed(log, end);
            }
        }
        catch (IOException error)
        {
            log.Failure = error;
        }
        catch (ObjectDisposedException error)
        {
            return IsFlushed(log, end) ? null : FileErrors.Unflushed(log.File.Path, error);
        }

        return log.Failure is { } failure && !IsFlushed(log, end) ? FileErrors.Unflushed(log.File.Path, failure) : null;
    }

    private void Flush(LogFile file)
    {
        engine.Options.Events.Flushing(file.Path);
        file.Flush();
    }

    private bool IsFlushed(OpenLog log, long end)
    {
        lock (_flushGate)
        {
            return end <= log.FlushedEnd;
        }
    }

    private void MarkFlushed(OpenLog log, long end)
    {
        lock (_flushGate)
        {
            log.FlushedEnd = Math.Max(log.FlushedEnd, end);
        }
    }
}
