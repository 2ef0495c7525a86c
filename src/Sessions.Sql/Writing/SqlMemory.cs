using Sessions.Events;
using Sessions.Stores;

namespace Sessions.Sql;

/// <summary>
/// What is known of one incarnation's earlier commits, and of those being planned. What it is asked and does not know it notes,
/// to be looked up before the decisions are run again.
/// </summary>
/// <param name="incarnation">The incarnation; null for what is about to begin.</param>
internal sealed class SqlMemory(string? incarnation) : ICommitMemory
{
    private const int MaxLinks = 1000;

    private readonly Dictionary<string, KeyedCommit> _keys = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _linked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _absent = new(StringComparer.Ordinal);
    private readonly List<Commit> _planned = [];
    private readonly List<string> _unknownLinks = [];

    // At which revision all of it was so, and the commit that was the newest then: at another one it is so while that is there.
    private long _revision;
    private CommitId? _newestCommit;
    private bool _isProven = true;

    // Of the session for which is being planned.
    private long _links;
    private long _version;

    /// <summary>Which incarnation it is of.</summary>
    public string? Incarnation { get; private set; } = incarnation;

    /// <summary>The version of the newest commit that it knows of.</summary>
    public long Newest { get; private set; }

    /// <summary>Up to which version the keys are known.</summary>
    public long KeysThrough { get; private set; }

    /// <summary>Whether it was asked for a key that it may not know of.</summary>
    public bool LacksKeys { get; private set; }

    /// <summary>Whether it was asked, and somebody else wrote since it learned: what it knows may have been lost with what the database lost.</summary>
    public bool LacksProof { get; private set; }

    /// <summary>The invocations of which it was asked whether they are linked, and does not know.</summary>
    public IReadOnlyList<string> UnknownLinks => _unknownLinks;

    public bool LacksAnything => LacksKeys || LacksProof || _unknownLinks.Count > 0;

    /// <summary>Whether it knows of what it is: of nothing yet, or nothing that is certain, it would learn more.</summary>
    public bool HasGround => _isProven && _newestCommit is not null;

    /// <summary>What is asked from here on is of a session as it stands so, null for none, and of what is planned upon it.</summary>
    public void Begin(SqlKnown? known)
    {
        _version = known?.View.Version ?? 0;
        _links = known?.View.Invocations.Count ?? 0;
        _planned.Clear();
        _unknownLinks.Clear();
        (LacksKeys, LacksProof) = (false, false);
        if (_newestCommit is null)
        {
            // There is nothing yet that could be wrong.
            _revision = known?.Revision ?? 0;
        }

        _isProven = _revision == (known?.Revision ?? 0);
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

        LacksProof |= !_isProven;
        LacksKeys |= KeysThrough < _version;
        return _keys.TryGetValue(idempotencyKey, out commit);
    }

    public bool IsLinked(string invocationId)
    {
        if (_planned.Exists(commit => Links(commit, invocationId)))
        {
            return true;
        }

        LacksProof |= !_isProven;
        if (_linked.Contains(invocationId))
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

    /// <summary>What was planned was written.</summary>
    public void Accept(SqlWrite write)
    {
        if (!_isProven)
        {
            // What is new is true, but of what was known before nobody knows.
            return;
        }

        (_revision, Incarnation) = (write.Revision, write.View.Incarnation);
        foreach (var commit in write.Commits)
        {
            Accept(commit);
        }

        // Only now: what is planned may ask for more than are kept.
        if (_linked.Count > MaxLinks)
        {
            _linked.Clear();
        }

        if (_absent.Count > MaxLinks)
        {
            _absent.Clear();
        }
    }

    /// <summary>What it knows is so at the revision of a session, and it learns the keys up to that one's version, oldest of them first.</summary>
    /// <param name="known">The session.</param>
    /// <param name="newestCommit">The commit that made its version.</param>
    /// <param name="keys">The keys; null where they were not asked for.</param>
    public void Learn(SqlKnown known, CommitId newestCommit, List<(string Key, KeyedCommit Commit)>? keys)
    {
        if (_revision != known.Revision)
        {
            // What was not there may be there by now.
            _absent.Clear();
        }

        (_revision, _newestCommit, Newest, _isProven) = (known.Revision, newestCommit, known.View.Version, true);
        if (keys is not null)
        {
            if (keys.Count == ICommitMemory.Capacity)
            {
                // None of those before them counts, and one of them may have been used again.
                _keys.Clear();
                _order.Clear();
            }

            foreach (var (key, commit) in keys)
            {
                Remember(key, commit);
            }

            KeysThrough = known.View.Version;
        }
    }

    /// <summary>Whether all that it knows is so where its newest commit is this one.</summary>
    public bool IsProvenBy(CommitId? commit) => _newestCommit is null || _newestCommit == commit;

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

    private void Accept(Commit commit)
    {
        (Newest, _newestCommit) = (commit.LastVersion, commit.Id);
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
