namespace Sessions.Stores.InMemory;

/// <summary>Why the newest of the removed sessions went, for watchers that were not waiting at that moment.</summary>
internal sealed class RecentRemovals
{
    private const int Capacity = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, RemovalReason> _reasons = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public void Add(string incarnation, RemovalReason reason)
    {
        lock (_lock)
        {
            if (!_reasons.TryAdd(incarnation, reason))
            {
                return;
            }

            _order.Enqueue(incarnation);
            if (_order.Count > Capacity)
            {
                _reasons.Remove(_order.Dequeue());
            }
        }
    }

    public RemovalReason? Find(string incarnation)
    {
        lock (_lock)
        {
            return _reasons.TryGetValue(incarnation, out var reason) ? reason : null;
        }
    }
}
