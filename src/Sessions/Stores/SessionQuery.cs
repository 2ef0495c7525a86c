namespace Sessions.Stores;

/// <summary>A question for a page of sessions.</summary>
public sealed record SessionQuery
{
    /// <summary>Only in this partition; null for all but the reserved ones.</summary>
    public string? Partition { get; init; } = "";

    /// <summary>Which sessions.</summary>
    public SessionFilter Filter { get; init; } = SessionFilter.All;

    /// <summary>In which order.</summary>
    public SessionOrder Order { get; init; } = SessionOrder.NewestUpdated;

    /// <summary>At most so many, 1 to 1,000.</summary>
    /// <value>100</value>
    public int Limit { get; init; } = 100;

    /// <summary>Where the page before ended; null for the first page.</summary>
    public string? Cursor { get; init; }
}
