namespace Sessions.Benchmarks.Quick.Files;

/// <summary>A loop that writes what has come meanwhile, flushes once, and answers all of it.</summary>
internal sealed class BareGroupCommit : IDisposable
{
    private readonly Lock _gate = new();
    private readonly BareLog _log;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Thread _thread;
    private List<TaskCompletionSource> _waiting = [];
    private bool _ended;

    public BareGroupCommit(BareLog log)
    {
        _log = log;
        _thread = new Thread(Loop) { IsBackground = true };
        _thread.Start();
    }

    public Task AppendAsync()
    {
        var caller = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _log.Add();
            _waiting.Add(caller);
            if (_waiting.Count == 1)
            {
                _wake.Release();
            }
        }

        return caller.Task;
    }

    public void Dispose()
    {
        Volatile.Write(ref _ended, true);
        _wake.Release();
        _thread.Join();
        _wake.Dispose();
    }

    private void Loop()
    {
        var answered = new List<TaskCompletionSource>();
        while (true)
        {
            _wake.Wait();
            if (Volatile.Read(ref _ended))
            {
                return;
            }

            lock (_gate)
            {
                (answered, _waiting) = (_waiting, answered);
                _log.Write();
            }

            _log.Flush();
            foreach (var caller in answered)
            {
                caller.SetResult();
            }

            answered.Clear();
        }
    }
}
