namespace Sessions.Benchmarks.Quick;

/// <summary>A thread that is there already, so that starting one is not part of the figure.</summary>
internal sealed class SecondThread : IDisposable
{
    private readonly Barrier _barrier = new(2);
    private readonly Thread _thread;
    private Action? _work;

    public SecondThread()
    {
        _thread = new Thread(Loop) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs one on this thread and the other beside it, and returns when both are done.</summary>
    public void Both(Action here, Action there)
    {
        _work = there;
        _barrier.SignalAndWait();
        here();
        _barrier.SignalAndWait();
    }

    public void Dispose()
    {
        _work = null;
        _barrier.SignalAndWait();
        _thread.Join();
        _barrier.Dispose();
    }

    private void Loop()
    {
        while (true)
        {
            _barrier.SignalAndWait();
            if (_work is not { } work)
            {
                return;
            }

            work();
            _barrier.SignalAndWait();
        }
    }
}
