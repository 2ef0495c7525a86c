namespace Sessions.Stores.Files;

/// <summary>
/// The one thread a process that looks after its locks: it takes back what was kept long enough and asks the kernel
/// for those who wait, once a millisecond while there is anything to do. A thread of its own, because a thread pool
/// that is busy would make other processes wait.
/// </summary>
internal sealed class LockKeeper
{
    // Waking a parked thread costs the caller a few microseconds; between frequent commits it stays awake instead.
    private const int LooksBeforeParking = 50;

    private readonly object _gate = new();
    private readonly List<StripeLock> _arrivals = [];
    private Thread? _thread;
    private bool _parked;

    private LockKeeper()
    {
    }

    /// <summary>The process's only one.</summary>
    public static LockKeeper Shared { get; } = new();

    /// <summary>Looks after a lock until there is nothing to do for it.</summary>
    public void Watch(StripeLock @lock)
    {
        if (!@lock.TryMarkWatched())
        {
            return;
        }

        lock (_gate)
        {
            _arrivals.Add(@lock);
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "Sessions lock keeper" };
                _thread.UnsafeStart();
            }
            else if (_parked)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    private void Run()
    {
        var watched = new List<StripeLock>();
        int idle = 0;
        while (true)
        {
            lock (_gate)
            {
                while (_arrivals.Count == 0 && watched.Count == 0 && idle >= LooksBeforeParking)
                {
                    _parked = true;
                    Monitor.Wait(_gate);
                    _parked = false;
                }

                watched.AddRange(_arrivals);
                _arrivals.Clear();
            }

            idle = watched.Count == 0 ? idle + 1 : 0;
            // The keeper's own thread: locks of the kernel are kept by the machine's time, whatever clock the store has.
#pragma warning disable RS0030
            Thread.Sleep(1);
#pragma warning restore RS0030
            watched.RemoveAll(static @lock => !@lock.Look());
        }
    }
}
