namespace Sessions.Stores.Files;

/// <summary>
/// Who may work on the log within this process: one at a time. Whoever comes meanwhile leaves his operation in line, and the
/// line is run as one batch with one write.
/// </summary>
internal sealed partial class SessionLog : IThreadPoolWorkItem
{
    private const int Free = 0;
    private const int Held = 1;
    private const int Contended = 2;
    private const int Dead = 3;

    private readonly Lock _gate = new();
    private LogOperation? _first;
    private LogOperation? _last;
    private int _slot;

    /// <summary>Asks for the slot, and leaves the operation in line when somebody has it.</summary>
    public LogEntrance Enter(LogOperation operation)
    {
        if (TryEnter())
        {
            return LogEntrance.Leads;
        }

        lock (_gate)
        {
            while (true)
            {
                switch (Interlocked.CompareExchange(ref _slot, Contended, Held))
                {
                    case Dead:
                        return LogEntrance.Gone;
                    case Free when TryEnter():
                        return LogEntrance.Leads;
                    case Held or Contended:
                        _last = _last is null ? _first = operation : _last.Next = operation;
                        return LogEntrance.Queued;
                }
            }
        }
    }

    /// <summary>Runs an operation for the caller who has just got the slot.</summary>
    public void Lead(LogOperation operation)
    {
        try
        {
            if (!engine.Locks.TryAcquire(Stripe, out var hold))
            {
                _ = LeadLaterAsync(operation);
                return;
            }

            Run(hold, operation);
        }
        catch (Exception error) when (LogErrors.IsOfSystem(error))
        {
            Fail(operation, LogErrors.Translate(error, Path));
        }

        Leave();
    }

    /// <summary>Runs those who came meanwhile.</summary>
    void IThreadPoolWorkItem.Execute() => _ = DrainAsync();

    /// <summary>Closes the log if nobody is at work on it.</summary>
    public bool TryClose()
    {
        if (Volatile.Read(ref _signal) is not null || Interlocked.CompareExchange(ref _slot, Dead, Free) != Free)
        {
            return false;
        }

        if (IsFlushWanted)
        {
            // Looked at only now: nobody can come and want one any more.
            Volatile.Write(ref _slot, Free);
            return false;
        }

        Forget();
        return true;
    }

    private bool TryEnter() => Interlocked.CompareExchange(ref _slot, Held, Free) == Free;

    private void Leave()
    {
        if (Interlocked.CompareExchange(ref _slot, Free, Held) != Held)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        Signal();
        FlushWhatWaits();
    }

    private async Task LeadLaterAsync(LogOperation operation)
    {
        await RunWhenFreeAsync(operation).ConfigureAwait(false);
        Leave();
    }

    private async Task DrainAsync()
    {
        while (TakeLine() is { } line)
        {
            await RunWhenFreeAsync(line).ConfigureAwait(false);
            Signal();
            FlushWhatWaits();
        }
    }

    private LogOperation? TakeLine()
    {
        lock (_gate)
        {
            var line = _first;
            _first = _last = null;
            if (line is null)
            {
                Volatile.Write(ref _slot, Free);
            }

            return line;
        }
    }

    private async ValueTask RunWhenFreeAsync(LogOperation line)
    {
        try
        {
            Run(await engine.Locks.AcquireAsync(Stripe).ConfigureAwait(false), line);
        }
        catch (Exception error) when (LogErrors.IsOfSystem(error))
        {
            Fail(line, LogErrors.Translate(error, Path));
        }
    }

    private void Run(LockHold hold, LogOperation line)
    {
        try
        {
            Perform(hold.EpochFor(engine), line);
        }
        finally
        {
            hold.Release();
        }

        Answer(line);
    }

    private static void Fail(LogOperation? line, Exception error)
    {
        for (LogOperation? next; line is not null; line = next)
        {
            next = line.Next;
            if (line.TryBegin())
            {
                line.Error = error;
                line.Complete();
            }
        }
    }
}
