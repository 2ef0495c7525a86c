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

    /// <inheritdoc/>
    /// <remarks>The id tells most keys apart, and is compared first; keys that were handed on are the same strings.</remarks>
    public bool Equals(SessionKey other) => string.Equals(Id, other.Id) && string.Equals(Partition, other.Partition);

    /// <inheritdoc/>
    public override int GetHashCode() => string.IsNullOrEmpty(Partition)
        ? Id?.GetHashCode(StringComparison.Ordinal) ?? 0
        : HashCode.Combine(Partition, Id);

    /// <summary>The id, after its partition where there is one.</summary>
    public override string ToString() => Partition is "" or null ? Id : $"{Partition}/{Id}";
}
