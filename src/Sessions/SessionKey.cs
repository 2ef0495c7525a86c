namespace Sessions;

/// <summary>What names a session in a store: its partition and its id.</summary>
/// <param name="Partition">The partition; empty for sessions that belong to none.</param>
/// <param name="Id">The session id.</param>
public readonly record struct SessionKey(string Partition, string Id)
{
    /// <summary>A key in the empty partition.</summary>
    public SessionKey(string id)
        : this("", id)
    {
    }

    /// <summary>The id, after its partition where there is one.</summary>
    public override string ToString() => Partition is "" or null ? Id : $"{Partition}/{Id}";
}
