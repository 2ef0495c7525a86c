using System.Runtime.CompilerServices;

namespace Sessions.Leases;

/// <summary>
/// The queues of those who wait for leases in this process: first come, first served. They belong to the store, since two
/// managers over one store are one.
/// </summary>
internal sealed class LeaseWaiters
{
    private static readonly ConditionalWeakTable<Stores.ISessionStore, LeaseWaiters> All = [];

    private readonly Dictionary<SessionKey, LinkedList<TaskCompletionSource>> _queues = [];

    public static LeaseWaiters Of(Stores.ISessionStore store) => All.GetOrCreateValue(store);

    /// <summary>Takes a place in the queue.</summary>
    public Place Enter(SessionKey key)
    {
        lock (_queues)
        {
            if (!_queues.TryGetValue(key, out var queue))
            {
                _queues.Add(key, queue = []);
            }

            return new Place(this, key, queue.AddLast(NewSignal()));
        }
    }

    /// <summary>A lease was given back: whoever is first may try at once.</summary>
    public void Released(SessionKey key)
    {
        lock (_queues)
        {
            if (_queues.TryGetValue(key, out var queue))
            {
                queue.First!.Value.TrySetResult();
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One place in a queue; disposing of it lets the next one move up.</summary>
    internal sealed class Place(LeaseWaiters owner, SessionKey key, LinkedListNode<TaskCompletionSource> node) : IDisposable
    {
        /// <summary>Completes when it is worth trying again, or worth looking whether this place has become the first.</summary>
        public Task Signal
        {
            get
            {
                lock (owner._queues)
                {
                    if (node.Value.Task.IsCompleted)
                    {
                        node.Value = NewSignal();
                    }

                    return node.Value.Task;
                }
            }
        }

        public bool IsFirst
        {
            get
            {
                lock (owner._queues)
                {
                    return node.Previous is null;
                }
            }
        }

        public void Dispose()
        {
            lock (owner._queues)
            {
                var queue = node.List!;
                queue.Remove(node);
                if (queue.First is { } next)
                {
                    next.Value.TrySetResult();
                }
                else
                {
                    owner._queues.Remove(key);
                }
            }
        }
    }
}
