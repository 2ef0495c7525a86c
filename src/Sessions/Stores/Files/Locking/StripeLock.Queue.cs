namespace Sessions.Stores.Files;

internal sealed partial class StripeLock
{
    private readonly LinkedList<LockWaiter> _queue = new();
    private long _firstDeadline = long.MaxValue;

    /// <summary>Takes the lock, waiting for it when others have it.</summary>
    /// <exception cref="OperationCanceledException"/>
    /// <remarks>Whoever waits longer than <paramref name="bound"/> gets <see cref="LockErrors.Busy"/>.</remarks>
    public ValueTask<LockHold> AcquireAsync(TimeSpan bound, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<LockHold>(cancellationToken);
        }

        return TryAcquire(out LockHold hold) ? new ValueTask<LockHold>(hold) : EnqueueAsync(bound, cancellationToken);
    }

    private ValueTask<LockHold> EnqueueAsync(TimeSpan bound, CancellationToken cancellationToken)
    {
        var waiter = new LockWaiter(bound, Environment.TickCount64 + (long)bound.TotalMilliseconds);
        LinkedListNode<LockWaiter> node;
        lock (_gate)
        {
            node = _queue.AddLast(waiter);
            _firstDeadline = Math.Min(_firstDeadline, waiter.Deadline);
            if (ClaimTurnOrMarkContended())
            {
                ServeQueue();
            }
        }

        keeper.Watch(this);
        return new ValueTask<LockHold>(
            cancellationToken.CanBeCanceled ? WaitCancellableAsync(node, cancellationToken) : waiter.Task);
    }

    private async Task<LockHold> WaitCancellableAsync(LinkedListNode<LockWaiter> node, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            (state, token) => Cancel((LinkedListNode<LockWaiter>)state!, token), node);
        return await node.Value.Task.ConfigureAwait(false);
    }

    /// <returns>Whether the turn is now the queue's to give.</returns>
    private bool ClaimTurnOrMarkContended()
    {
        // Only the steps between free and held happen without the gate, so this ends as soon as it sees anything else.
        while (_hot.State < Contended)
        {
            if (Interlocked.CompareExchange(ref _hot.State, Serving, Free) == Free)
            {
                return true;
            }

            _ = Interlocked.CompareExchange(ref _hot.State, Contended, Held);
        }

        return false;
    }

    /// <summary>Under the gate, while serving: lets the first in line in, if the kernel allows it.</summary>
    private void ServeQueue()
    {
        while (_queue.First is { } first)
        {
            try
            {
                if (!_kernelHeld && !TryTakeKernel(waits: true))
                {
                    return;
                }
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                _queue.Remove(first);
                first.Value.SetException(e);
                continue;
            }

            _queue.Remove(first);
            Volatile.Write(ref _hot.State, _queue.Count == 0 ? Held : Contended);
            first.Value.SetResult(new LockHold(this, _hot.Turn));
            return;
        }

        StopAsking();
        Volatile.Write(ref _hot.State, Free);
    }

    private void Cancel(LinkedListNode<LockWaiter> node, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (node.List is null)
            {
                return;
            }

            _queue.Remove(node);
            node.Value.SetCanceled(cancellationToken);
            CloseEmptyQueue();
        }
    }

    private void ExpireWaiters(long now)
    {
        if (now < _firstDeadline)
        {
            return;
        }

        _firstDeadline = long.MaxValue;
        for (LinkedListNode<LockWaiter>? node = _queue.First, next; node is not null; node = next)
        {
            next = node.Next;
            if (now >= node.Value.Deadline)
            {
                _queue.Remove(node);
                node.Value.SetException(LockErrors.Busy(path, node.Value.Bound));
            }
            else
            {
                _firstDeadline = Math.Min(_firstDeadline, node.Value.Deadline);
            }
        }

        CloseEmptyQueue();
    }

    private void CloseEmptyQueue()
    {
        if (_queue.Count > 0)
        {
            return;
        }

        if (_hot.State == Serving)
        {
            StopAsking();
            Volatile.Write(ref _hot.State, Free);
        }
        else
        {
            // The holder's release takes the short way again.
            _ = Interlocked.CompareExchange(ref _hot.State, Held, Contended);
        }
    }
}
