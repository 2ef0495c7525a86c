namespace Sessions.Stores.Files;

/// <summary>
/// Who may work on the log within this process: one at a time. Whoever comes meanwhile leaves his operation in line, and the
/// line is run as one batch with one write. Who is told of his answer is in <c>SessionLog.Answers.cs</c>.
/// </summary>
internal sealed partial class SessionLog
{
    private const int Free = 0;
    private const int Held = 1;
    private const int Contended = 2;
    private const int Dead = 3;

    private readonly Lock _gate = new();
    private OperationLine _line;
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
                        _line.Add(operation);
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
            if (!MustFlush(operation))
            {
                // On the caller's own thread, before he has asked for the answer: nobody is woken by it.
                operation.Complete();
            }
        }
        catch (Exception error) when (LogErrors.IsOfSystem(error))
        {
            Fail(operation, LogErrors.Translate(error, Path));
        }

        Leave(operation);
    }

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

    /// <summary>Gives the slot up: to those in line, if there are any.</summary>
    /// <param name="own">The operation of the caller whose thread this is, if he has not asked for the answer yet.</param>
    private void Leave(LogOperation? own = null)
    {
        if (Interlocked.CompareExchange(ref _slot, Free, Held) != Held)
        {
            OpenLine();
        }

        Signal();
        FlushWhatWaits(own);
    }

    private async Task LeadLaterAsync(LogOperation operation)
    {
        await RunLineAsync(operation).ConfigureAwait(false);
        Leave();
    }

    private async ValueTask RunLineAsync(LogOperation line)
    {
        try
        {
            Run(await engine.Locks.AcquireAsync(Stripe).ConfigureAwait(false), line);
            Answer(line);
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
