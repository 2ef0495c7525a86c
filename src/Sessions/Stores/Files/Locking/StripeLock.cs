using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sessions.Stores.Files;

/// <summary>
/// One lock that keeps tasks and processes apart: a queue inside the process, first come first served, and behind it
/// the kernel's lock on a file. The kernel's lock is kept for a moment after a release, so that a burst of short uses
/// asks for it once; see <c>StripeLock.Kernel.cs</c>. Waiting is in <c>StripeLock.Queue.cs</c>.
/// </summary>
internal sealed partial class StripeLock(string path, LockKeeper keeper)
{
    /// <summary>Nobody is in, nobody waits.</summary>
    private const int Free = 0;

    /// <summary>Somebody is in, nobody waits.</summary>
    private const int Held = 1;

    /// <summary>Somebody is in and others wait. Entered and left only under the gate, as the next one is.</summary>
    private const int Contended = 2;

    /// <summary>Nobody is in; the turn belongs to whoever has the gate and serves the queue.</summary>
    private const int Serving = 3;

    private readonly Lock _gate = new();
    private Hot _hot;
    private object? _lastUser;

    /// <summary>See <see cref="LockHold.Epoch"/>.</summary>
    internal long Epoch { get; private set; }

    /// <summary>See <see cref="LockHold.EpochFor"/>. Asked by who is in.</summary>
    internal long EpochFor(object user)
    {
        if (!ReferenceEquals(_lastUser, user))
        {
            _lastUser = user;
            Epoch = Interlocked.Increment(ref s_epoch);
        }

        return Epoch;
    }

    /// <summary>Takes the lock if that needs no waiting.</summary>
    public bool TryAcquire(out LockHold hold)
    {
        if (TryEnter() && (_kernelHeld || TryTakeKernelOrLeave()))
        {
            hold = new LockHold(this, _hot.Turn);
            return true;
        }

        hold = default;
        return false;
    }

    /// <summary>Lets the next one in.</summary>
    internal void Release(long turn)
    {
        if (turn != _hot.Turn)
        {
            throw new InvalidOperationException($"The lock '{path}' was released by somebody who does not hold it.");
        }

        _hot.Turn = turn + 1;
        if (_giveBack || Interlocked.CompareExchange(ref _hot.State, Free, Held) != Held)
        {
            Leave();
        }
    }

    private bool TryEnter()
    {
        int state = Interlocked.CompareExchange(ref _hot.State, Held, Free);
        return state == Free || (state == Serving && TryEnterAfterServing());
    }

    /// <summary>The keeper may just be taking the kernel's lock back, with nobody waiting: that is no refusal.</summary>
    private bool TryEnterAfterServing()
    {
        lock (_gate)
        {
            return Interlocked.CompareExchange(ref _hot.State, Held, Free) == Free;
        }
    }

    private bool TryTakeKernelOrLeave()
    {
        bool taken = false;
        try
        {
            taken = TryTakeKernel(waits: false);
        }
        finally
        {
            if (!taken)
            {
                Leave();
            }
        }

        return taken;
    }

    private void Leave()
    {
        lock (_gate)
        {
            Debug.Assert(_hot.State is Held or Contended, "only who is in can leave");
            if (_giveBack)
            {
                GiveKernelBack();
            }

            _hot.State = Serving;
            ServeQueue();
        }
    }

    /// <summary>What every use writes, on cache lines of its own: other stripes are taken by other cores.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Hot
    {
        [FieldOffset(128)]
        public int State;

        [FieldOffset(136)]
        public long Turn;
    }
}
