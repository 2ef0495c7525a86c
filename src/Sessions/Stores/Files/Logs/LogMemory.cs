using Sessions.Events;

namespace Sessions.Stores.Files;

/// <summary>What a log remembers of its keyed commits and links. Nothing is read before somebody asks; then it is kept in step.</summary>
internal sealed class LogMemory(SessionLog log) : ICommitMemory
{
    private readonly Dictionary<string, KeyedCommit> _keys = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _unwritten = new(StringComparer.Ordinal);
    private bool _keysLoaded;

    /// <summary>Reads the newest keyed commits, one from the other. Call it before a keyed commit is planned.</summary>
    public void LoadKeys(LogFile file, Session written)
    {
        if (_keysLoaded)
        {
            return;
        }

        var newest = log.ReadKeys(file, written);
        _keysLoaded = true;
        foreach (var commit in newest)
        {
            AddKey(commit);
        }
    }

    public void Add(Commit commit)
    {
        foreach (var change in commit.EventArray)
        {
            if (change is InvocationLinked linked)
            {
                _unwritten.Add(linked.Invocation.Id);
            }
        }

        if (_keysLoaded && commit.IdempotencyKey is not null)
        {
            AddKey(commit);
        }
    }

    /// <summary>All that was added is in the file now.</summary>
    public void Settle()
    {
        if (_unwritten.Count > 0)
        {
            _unwritten.Clear();
        }
    }

    public bool TryFindKey(string idempotencyKey, out KeyedCommit commit) => _keys.TryGetValue(idempotencyKey, out commit);

    public bool IsLinked(string invocationId) => _unwritten.Contains(invocationId) || log.IsLinked(invocationId);

    private void AddKey(Commit commit)
    {
        if (!_keys.TryAdd(commit.IdempotencyKey!, new KeyedCommit(commit.LastVersion, commit.ContentHash)))
        {
            return;
        }

        _order.Enqueue(commit.IdempotencyKey!);
        if (_order.Count > ICommitMemory.Capacity)
        {
            _keys.Remove(_order.Dequeue());
        }
    }
}
