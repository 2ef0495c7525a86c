using Sessions.Events;
using Sessions.Stores;

namespace Sessions.Sql;

/// <summary>
/// What is known of one incarnation's earlier commits, and of those being planned. What it is asked and does not know it notes,
/// to be looked up before the decisions are run again.
/// </summary>
internal sealed class SqlMemory : ICommitMemory
{
    private const int MaxLinks = 1000;

    private readonly Dictionary<string, KeyedCommit> _keys = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _linked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _absent = new(StringComparer.Ordinal);
    private readonly List<Commit> _planned = [];
    private readonly List<string> _unknownLinks = [];
    private long _links;
    private long _version;

    /// <summary>Up to which version the keys are known.</summary>
    public long KeysThrough { get; private set; }

    /// <summary>Whether it was asked for a key that it may not know of.</summary>
    public bool LacksKeys { get; private set; }

    /// <summary>The invocations of which it was asked whether they are linked, and does not know.</summary>
    public IReadOnlyList<string> UnknownLinks => _unknownLinks;

    public bool LacksAnything => LacksKeys || _unknownLinks.Count > 0;

    /// <summary>What is asked from here on is of a session as it stands in this view, and of what is planned upon it.</summary>
    public void Begin(Session? view)
    {
        if (_version != (view?.Version ?? 0))
        {
            // What was not there may be there by now.
            _absent.Clear();
            _version = view?.Version ?? 0;
        }

        _links = view?.Invocations.Count ?? 0;
        _planned.Clear();
        _unknownLinks.Clear();
        LacksKeys = false;
    }

    public bool TryFindKey(string idempotencyKey, out KeyedCommit commit)
    {
        foreach (var planned in _planned)
        {
            if (planned.IdempotencyKey == idempotencyKey)
            {
                commit = new KeyedCommit(planned.LastVersion, planned.ContentHash);
                return true;
            }
        }

        LacksKeys |= KeysThrough < _version;
        return _keys.TryGetValue(idempotencyKey, out commit);
    }

    public bool IsLinked(string invocationId)
    {
        if (_linked.Contains(invocationId) || _planned.Exists(commit => Links(commit, invocationId)))
        {
            return true;
        }

        // Each link counts once: who knows as many as there are knows all of them.
        if (_linked.Count < _links && !_absent.Contains(invocationId))
        {
            _unknownLinks.Add(invocationId);
        }

        return false;
    }

    /// <summary>A commit is planned upon what is known; until it is accepted it counts for this planning only.</summary>
    public void Plan(Commit commit) => _planned.Add(commit);

    /// <summary>A commit was written.</summary>
    public void Accept(Commit commit)
    {
        if (KeysThrough == commit.FirstVersion - 1)
        {
            KeysThrough = commit.LastVersion;
            if (commit.IdempotencyKey is { } key)
            {
                Remember(key, new KeyedCommit(commit.LastVersion, commit.ContentHash));
            }
        }

        foreach (var change in commit.EventArray)
        {
            if (change is InvocationLinked linked)
            {
                Link(linked.Invocation.Id);
            }
        }

        if (_version == commit.FirstVersion - 1)
        {
            // Nobody else came in between: what was not there, and was not written now, is not there.
            _version = commit.LastVersion;
        }
    }

    /// <summary>Learns the newest keys up to a version, oldest of them first.</summary>
    public void LearnKeys(IEnumerable<(string Key, KeyedCommit Commit)> keys, long through)
    {
        foreach (var (key, commit) in keys)
        {
            Remember(key, commit);
        }

        KeysThrough = through;
    }

    public void LearnLink(string invocationId, bool linked)
    {
        if (linked)
        {
            Link(invocationId);
        }
        else
        {
            _absent.Add(invocationId);
        }
    }

    private static bool Links(Commit commit, string invocationId)
    {
        foreach (var change in commit.EventArray)
        {
            if (change is InvocationLinked linked && linked.Invocation.Id == invocationId)
            {
                return true;
            }
        }

        return false;
    }

    private void Link(string invocationId)
    {
        if (_linked.Count >= MaxLinks)
        {
            _linked.Clear();
        }

        _linked.Add(invocationId);
        _absent.Remove(invocationId);
    }

    private void Remember(string key, KeyedCommit commit)
    {
        if (_keys.TryAdd(key, commit))
        {
            _order.Enqueue(key);
            if (_order.Count > ICommitMemory.Capacity)
            {
                _keys.Remove(_order.Dequeue());
            }
        }
    }
}
