using System.Threading.Tasks.Sources;

namespace Sessions.Stores.Files;

/// <summary>Something to be done under the lock of a session, alone or gathered with others.</summary>
internal abstract class LogOperation
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Cancelled = 2;

    private int _state;

    /// <summary>The next one in line.</summary>
    public LogOperation? Next { get; set; }

    /// <summary>Why it failed; null when it did not.</summary>
    public Exception? Error { get; set; }

    /// <summary>Where the log ended when it was planned: what it says holds once that much is written.</summary>
    public long End { get; set; }

    /// <summary>The log that it was planned on, where it waits for a flush.</summary>
    public OpenLog? Log { get; set; }

    /// <summary>Whether it was cancelled before anyone began it.</summary>
    public bool IsCancelled => Volatile.Read(ref _state) == Cancelled;

    /// <summary>Does it: lines go into the batch. Throws to refuse, and has added nothing then.</summary>
    public abstract void Plan(SessionLog log, ref LogBatch batch);

    /// <summary>Tells whoever waits, who goes on on a thread of the pool.</summary>
    public abstract void Complete();

    /// <summary>Tells whoever waits, who goes on on this thread, for as long as he pleases.</summary>
    public abstract void CompleteHere();

    /// <summary>From now on it cannot be cancelled; false when it has been.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Begun, Waiting) == Waiting;

    /// <summary>Cancels it if nobody has begun it.</summary>
    protected bool TryCancel() => Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting;

    protected void Reset()
    {
        _state = Waiting;
        Next = null;
        Error = null;
        Log = null;
        End = 0;
    }
}

/// <summary>An operation with a result.</summary>
internal abstract class LogOperation<T> : LogOperation, IValueTaskSource<T>
{
    private ManualResetValueTaskSourceCore<T> _source = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;

    protected T Result { get; set; } = default!;

    public bool IsCompleted => _source.GetStatus(_source.Version) != ValueTaskSourceStatus.Pending;

    /// <summary>The answer, when it comes.</summary>
    public ValueTask<T> AsTask(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled && !IsCompleted)
        {
            _registration = cancellationToken.UnsafeRegister(
                static (state, token) => ((LogOperation<T>)state!).Cancel(token), this);
        }

        return new ValueTask<T>(this, _source.Version);
    }

    public sealed override void Complete()
    {
        if (IsCancelled)
        {
            return;
        }

        OnComplete();
        if (Error is { } error)
        {
            _source.SetException(error);
        }
        else
        {
            _source.SetResult(Result);
        }
    }

    public sealed override void CompleteHere()
    {
        // Whoever cancels is never made to wait for what the caller does next.
        if (!IsCancelled)
        {
            _source.RunContinuationsAsynchronously = false;
            Complete();
        }
    }

    public T GetResult(short token)
    {
        _registration.Dispose();
        return _source.GetResult(token);
    }

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    /// <summary>Before the caller is told.</summary>
    protected virtual void OnComplete()
    {
    }

    protected void ResetSource()
    {
        Reset();
        Result = default!;
        _source.Reset();
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        if (TryCancel())
        {
            OnComplete();
            _source.SetException(new OperationCanceledException(cancellationToken));
        }
    }
}
