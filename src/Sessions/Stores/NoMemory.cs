namespace Sessions.Stores;

/// <summary>The memory of a session that never had a keyed commit or a link.</summary>
internal sealed class NoMemory : ICommitMemory
{
    public static readonly NoMemory Instance = new();

    public bool TryFindKey(string idempotencyKey, out KeyedCommit commit)
    {
        commit = default;
        return false;
    }

    public bool IsLinked(string invocationId) => false;
}
