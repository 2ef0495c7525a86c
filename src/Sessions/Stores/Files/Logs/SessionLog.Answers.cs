namespace Sessions.Stores.Files;

/// <summary>
/// Those who came meanwhile are run, and told, by threads of the pool. To send each answer to the pool by itself costs as much as
/// the commit. So one thread tells one after the other, and what they do next runs on it, which may take long or block: before
/// each, it is seen to that another thread is called for whatever is left, be it answers or the line.
/// </summary>
internal sealed partial class SessionLog : IThreadPoolWorkItem
{
    private OperationLine _answered;

    // The slot is nobody's: whoever is called may run the line.
    private bool _isLineOpen;

    // Somebody is called and has not come yet.
    private bool _isCalled;

    void IThreadPoolWorkItem.Execute()
    {
        lock (_gate)
        {
            _isCalled = false;
        }

        _ = ServeAsync();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            LogOperation? answered, line = null;
            bool calls;
            lock (_gate)
            {
                answered = _answered.Take();
                if (answered is null && _isLineOpen)
                {
                    line = TakeLine();
                }

                calls = MustCall();
            }

            if (calls)
            {
                Call();
            }

            if (answered is not null)
            {
                answered.CompleteHere();
            }
            else if (line is not null)
            {
                await RunLineAsync(line).ConfigureAwait(false);
                Signal();
                FlushWhatWaits(own: null);
                ReopenLine();
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Under the gate: the line, or the end of the slot where there is none.</summary>
    private LogOperation? TakeLine()
    {
        _isLineOpen = false;
        if (_line.IsEmpty)
        {
            Volatile.Write(ref _slot, Free);
        }

        return _line.TakeAll();
    }

    /// <summary>Lets those who are called run the line.</summary>
    private void OpenLine()
    {
        bool calls;
        lock (_gate)
        {
            _isLineOpen = true;
            calls = MustCall();
        }

        if (calls)
        {
            Call();
        }
    }

    /// <summary>As before, for one who goes on serving himself.</summary>
    private void ReopenLine()
    {
        lock (_gate)
        {
            _isLineOpen = true;
        }
    }

    /// <summary>Answers those whose lines are as safe as the store promises; the others wait for a flush.</summary>
    private void Answer(LogOperation line)
    {
        var answered = default(OperationLine);
        for (LogOperation? operation = line, next; operation is not null; operation = next)
        {
            next = operation.Next;
            if (!MustFlush(operation))
            {
                answered.Add(operation);
            }
        }

        HandOut(answered);
    }

    private void HandOut(in OperationLine answered)
    {
        if (answered.IsEmpty)
        {
            return;
        }

        bool calls;
        lock (_gate)
        {
            _answered.Add(answered);
            calls = MustCall();
        }

        if (calls)
        {
            Call();
        }
    }

    /// <summary>Under the gate: whether there is something to do that nobody is called for yet.</summary>
    private bool MustCall()
    {
        var calls = !_isCalled && (_isLineOpen || !_answered.IsEmpty);
        _isCalled |= calls;
        return calls;
    }

    private void Call() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
}
