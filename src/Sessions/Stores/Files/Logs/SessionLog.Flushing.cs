namespace Sessions.Stores.Files;

/// <summary>
/// Where commits are flushed, those who wait share a flush: what was written before it began is answered when it ends, and
/// writing goes on meanwhile.
/// </summary>
internal sealed partial class SessionLog
{
    private readonly Lock _flushGate = new();
    private LogOperation? _unflushed;
    private LogOperation? _lastUnflushed;
    private volatile bool _flushing;

    private bool IsFlushWanted
    {
        get
        {
            lock (_flushGate)
            {
                return _flushing || _unflushed is not null;
            }
        }
    }

    /// <summary>Answers those whose lines are as safe as the store promises; the others wait for a flush.</summary>
    private void Answer(LogOperation line)
    {
        var flush = engine.Options.Flush;
        for (LogOperation? operation = line, next; operation is not null; operation = next)
        {
            next = operation.Next;
            if (!flush || !MustWait(operation))
            {
                operation.Complete();
            }
        }
    }

    private bool MustWait(LogOperation operation)
    {
        if (operation.Error is not null || operation.IsCancelled || operation.Log is not { } log)
        {
            return false;
        }

        lock (_flushGate)
        {
            if (operation.End <= log.FlushedEnd)
            {
                return false;
            }

            operation.Next = null;
            if (_unflushed is null)
            {
                _unflushed = operation;
            }
            else
            {
                _lastUnflushed!.Next = operation;
            }

            _lastUnflushed = operation;
            return true;
        }
    }

    /// <summary>Flushes, if nobody is at it: the first round for oneself, the others on a thread of the pool.</summary>
    private void FlushWhatWaits()
    {
        if (_unflushed is not null && TryBeginFlush() is { } first)
        {
            FlushRound(first);
            ThreadPool.UnsafeQueueUserWorkItem(static log => log.FlushOn(), this, preferLocal: false);
        }
    }

    private void FlushOn()
    {
        while (NextRound() is { } round)
        {
            FlushRound(round);
        }
    }

    private LogOperation? TryBeginFlush()
    {
        lock (_flushGate)
        {
            if (_flushing || _unflushed is null)
            {
                return null;
            }

            _flushing = true;
            return TakeRound();
        }
    }

    private LogOperation? NextRound()
    {
        lock (_flushGate)
        {
            _flushing = _unflushed is not null;
            return _flushing ? TakeRound() : null;
        }
    }

    private LogOperation TakeRound()
    {
        var round = _unflushed!;
        _unflushed = _lastUnflushed = null;
        return round;
    }

    private void FlushRound(LogOperation round)
    {
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
            operation.Complete();
        }
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
                    log.IsNew = false;
                    FlushDirectory(log.File.Path);
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
