using System.Collections.Concurrent;

namespace Sessions.Stores;

/// <summary>Why the incarnations that this process saw go lately are gone, for watchers who were not waiting at that moment.</summary>
internal sealed class RecentRemovals
{
    private const int Capacity = 4096;

    private readonly ConcurrentDictionary<string, RemovalReason> _reasons = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    public void Add(string incarnation, RemovalReason reason)
    {
        if (!_reasons.TryAdd(incarnation, reason))
        {
            return;
        }

        _order.Enqueue(incarnation);
        if (_order.Count > Capacity && _order.TryDequeue(out var oldest))
        {
            _reasons.TryRemove(oldest, out _);
        }
    }

    /// <summary>It is not gone after all, or nobody knows: another removal may have another reason.</summary>
    public void Withdraw(string incarnation) => _reasons.TryRemove(incarnation, out _);

    public RemovalReason? Find(string incarnation) => _reasons.TryGetValue(incarnation, out var reason) ? reason : null;
}
