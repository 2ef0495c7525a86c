namespace Sessions.Stores.Files;

internal sealed partial class SessionLog
{
    private TaskCompletionSource? _signal;

    /// <summary>Completes when this process has written to the log. Ask for it before looking at the view.</summary>
    public Task NextWrite
    {
        get
        {
            var signal = Volatile.Read(ref _signal);
            if (signal is null)
            {
                var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                signal = Interlocked.CompareExchange(ref _signal, fresh, null) ?? fresh;
            }

            return signal.Task;
        }
    }

    private void Signal()
    {
        if (Volatile.Read(ref _signal) is not null)
        {
            Interlocked.Exchange(ref _signal, null)?.TrySetResult();
        }
    }
}
