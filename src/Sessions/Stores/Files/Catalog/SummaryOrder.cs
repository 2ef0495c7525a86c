using Sessions.Filters;

namespace Sessions.Stores.Files;

/// <summary>The order of an index: its scope, its instant, then partition and id, as cursors are ordered.</summary>
internal sealed class SummaryOrder(SummaryScope scope, SummaryPlace place) : IComparer<Summary>
{
    public SummaryScope Scope => scope;

    private bool IsDescending => place is SummaryPlace.NewestUpdated or SummaryPlace.NewestCreated;

    /// <summary>Whether the index holds it: one for cleanup leaves out what no cleanup takes, however often it is asked.</summary>
    public bool Holds(Summary summary) => place switch
    {
        SummaryPlace.Expiry => !summary.Pinned && summary.Expiry != Instants.Never,
        SummaryPlace.Finished => !summary.Pinned && summary.Finished != 0,
        SummaryPlace.LastUsed => !summary.Pinned,
        _ => true,
    };

    public long InstantOf(Summary summary) => place switch
    {
        SummaryPlace.NewestUpdated or SummaryPlace.OldestUpdated => summary.Updated,
        SummaryPlace.NewestCreated or SummaryPlace.OldestCreated => summary.Created,
        SummaryPlace.Expiry => summary.Expiry,
        SummaryPlace.Finished => summary.Finished,
        SummaryPlace.LastUsed => summary.LastUsed,
        _ => 0,
    };

    /// <summary>The instant, so that lesser comes first.</summary>
    public long SortKeyOf(Summary summary) => IsDescending ? -InstantOf(summary) : InstantOf(summary);

    /// <summary>Where a page goes on, or where a scope begins: something to compare with, no session.</summary>
    public Summary Probe(string? scopeName, SessionCursor? after)
    {
        var instant = after?.Instant ?? (place == SummaryPlace.Id ? 0 : IsDescending ? long.MaxValue : long.MinValue);
        return new Summary
        {
            // Within a partition's index the scope and the tie-break are the same.
            Partition = scope == SummaryScope.Partition ? scopeName! : after?.Partition ?? "",
            Id = after?.Id ?? "",
            Incarnation = "",
            UserId = scope == SummaryScope.User ? scopeName : null,
            Updated = instant,
            Created = instant,
            Expiry = instant,
            Finished = instant,
            LastUsed = instant,
        };
    }

    public bool IsIn(Summary summary, string? scopeName) => scope == SummaryScope.All || NameOf(summary) == scopeName;

    public string? NameOf(Summary summary) => scope switch
    {
        SummaryScope.Partition => summary.Partition,
        SummaryScope.User => summary.UserId,
        _ => null,
    };

    public int Compare(Summary? x, Summary? y)
    {
        var byScope = string.CompareOrdinal(NameOf(x!), NameOf(y!));
        if (byScope != 0)
        {
            return byScope;
        }

        var byInstant = InstantOf(x!).CompareTo(InstantOf(y!));
        if (byInstant != 0)
        {
            return IsDescending ? -byInstant : byInstant;
        }

        var byPartition = CodePointOrder.Compare(x!.Partition, y!.Partition);
        return byPartition != 0 ? byPartition : string.CompareOrdinal(x.Id, y.Id);
    }
}
