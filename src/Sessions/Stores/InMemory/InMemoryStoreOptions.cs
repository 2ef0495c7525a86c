namespace Sessions.Stores.InMemory;

/// <summary>Settings of the in-memory store.</summary>
public sealed class InMemoryStoreOptions
{
    /// <summary>How many of the newest events of a session are kept for the change feed; older ones are an explicit gap. Messages are all kept.</summary>
    /// <value>10,000</value>
    public int TailCapacity { get; set; } = 10_000;
}
