namespace Sessions.Stores;

/// <summary>What a store remembers of a session's earlier commits, for recognising repetitions.</summary>
public interface ICommitMemory
{
    /// <summary>How many keyed commits of a session are remembered, the newest.</summary>
    /// <value>1,000</value>
    const int Capacity = 1000;

    /// <summary>Finds the commit that carried a key.</summary>
    bool TryFindKey(string idempotencyKey, out KeyedCommit commit);

    /// <summary>Whether an invocation is linked already.</summary>
    bool IsLinked(string invocationId);
}
