using Sessions.Events;

namespace Sessions.Stores;

/// <summary>The newest keyed commits of one session, and every invocation that it is known to link.</summary>
internal sealed class CommitMemory : ICommitMemory
{
    private readonly Dictionary<string, KeyedCommit> _keys = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _linked = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Linked => _linked;

    public bool TryFindKey(string idempotencyKey, out KeyedCommit commit) => _keys.TryGetValue(idempotencyKey, out commit);

    public bool IsLinked(string invocationId) => _linked.Contains(invocationId);

    /// <summary>Whether a commit holds anything to remember: most do not, and cost nothing here.</summary>
    public static bool Concerns(Commit commit)
    {
        if (commit.IdempotencyKey is not null)
        {
            return true;
        }

        foreach (var change in commit.EventArray)
        {
            if (change is InvocationLinked)
            {
                return true;
            }
        }

        return false;
    }

    public void Add(Commit commit)
    {
        foreach (var change in commit.EventArray)
        {
            if (change is InvocationLinked linked)
            {
                _linked.Add(linked.Invocation.Id);
            }
        }

        if (commit.IdempotencyKey is not { } key || !_keys.TryAdd(key, new KeyedCommit(commit.LastVersion, commit.ContentHash)))
        {
            return;
        }

        _order.Enqueue(key);
        if (_order.Count > ICommitMemory.Capacity)
        {
            _keys.Remove(_order.Dequeue());
        }
    }
}
