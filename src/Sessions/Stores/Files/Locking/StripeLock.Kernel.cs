using System.Diagnostics;

namespace Sessions.Stores.Files;

internal sealed partial class StripeLock
{
    /// <summary>
    /// From this age on the keeper takes the kernel's lock back. It looks once a millisecond,
    /// so nobody keeps it for longer than two, plus the use that is under way.
    /// </summary>
    private static readonly long KeepFor = Stopwatch.Frequency / 1000;

    /// <summary>How often the way to the file is walked anew, in milliseconds: it costs more than the lock itself.</summary>
    private const long ComparePathEvery = 100;

    private static long s_epoch;

    private LockFile? _file;
    private long _takenAt;
    private long _standBackUntil;
    private long _standBackTurn;
    private long _comparePathAt;
    private bool _asking;
    private int _watched;

    // Written by who is in, and by the keeper under the gate while nobody is.
    private volatile bool _kernelHeld;

    // Set by the keeper for who is in, to be done on leaving.
    private volatile bool _giveBack;
    private bool _closed;

    /// <summary>Set while the keeper looks at this lock.</summary>
    public bool TryMarkWatched() => Interlocked.Exchange(ref _watched, 1) == 0;

    /// <summary>One look of the keeper: serve who waits, end who waited too long, take back what was kept long enough.</summary>
    /// <returns>Whether it must look again.</returns>
    public bool Look()
    {
        lock (_gate)
        {
            ExpireWaiters(Environment.TickCount64);
            if (_hot.State == Serving)
            {
                ServeQueue();
            }

            if (_kernelHeld && Stopwatch.GetTimestamp() - Volatile.Read(ref _takenAt) >= KeepFor)
            {
                TakeBack();
            }

            if (_kernelHeld || _queue.Count > 0)
            {
                return true;
            }

            // Whoever takes the kernel's lock says so first and asks to be watched second; here it is the other way round.
            Interlocked.Exchange(ref _watched, 0);
            return _kernelHeld && TryMarkWatched();
        }
    }

    /// <summary>Ends all waiting, and closes the file as soon as nobody is in.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            while (_queue.First is { } first)
            {
                _queue.RemoveFirst();
                first.Value.SetException(new ObjectDisposedException(nameof(FileLockSet)));
            }

            CloseEmptyQueue();
            TakeBack();
        }
    }

    private void TakeBack()
    {
        if (Interlocked.CompareExchange(ref _hot.State, Serving, Free) == Free)
        {
            GiveKernelBack();
            ServeQueue();
        }
        else
        {
            _giveBack = true;
        }
    }

    private bool TryTakeKernel(bool waits)
    {
        _file ??= LockFile.Open(path);
        LockLine line = _file.ReadLine();
        long now = Environment.TickCount64;
        bool wanted = line.IsWanted(now);
        if (wanted && !_asking && StandsBack(line, now))
        {
            return false;
        }

        if (!_file.TryLock())
        {
            if (waits)
            {
                _asking = true;
                _file.WriteWanted(now + LockLine.WishLifetime);
            }

            return false;
        }

        if (!IsCurrentOrClosed(now))
        {
            return TryTakeKernel(waits);
        }

        if (wanted)
        {
            _file.WriteLine(new LockLine(WantedUntil: 0, LastTurn: Stopwatch.GetTimestamp()));
        }

        _standBackUntil = 0;
        _asking = false;
        Epoch = Interlocked.Increment(ref s_epoch);
        Volatile.Write(ref _takenAt, Stopwatch.GetTimestamp());
        _kernelHeld = true;
        keeper.Watch(this);
        return true;
    }

    /// <summary>A lock on a file that was deleted or replaced excludes nobody: let go of it, also when that cannot be known.</summary>
    private bool IsCurrentOrClosed(long now)
    {
        bool current = false;
        try
        {
            current = _file!.HasName();
            if (current && now >= _comparePathAt)
            {
                _comparePathAt = now + ComparePathEvery;
                current = _file.IsCurrent();
            }

            return current;
        }
        finally
        {
            if (!current)
            {
                _file!.Dispose();
                _file = null;
            }
        }
    }

    /// <summary>
    /// Somebody in another process was first. Let it go ahead until one of them had its turn, but not for ever:
    /// it may be dead.
    /// </summary>
    private bool StandsBack(LockLine line, long now)
    {
        if (_standBackUntil == 0)
        {
            _standBackUntil = line.WantedUntil;
            _standBackTurn = line.LastTurn;
        }

        return now < _standBackUntil && line.LastTurn == _standBackTurn;
    }

    private void StopAsking()
    {
        _asking = false;
        _standBackUntil = 0;
    }

    private void GiveKernelBack()
    {
        if (_kernelHeld)
        {
            _kernelHeld = false;
            _file!.Unlock();
        }

        _giveBack = false;
        if (_closed)
        {
            _file?.Dispose();
            _file = null;
        }
    }
}
