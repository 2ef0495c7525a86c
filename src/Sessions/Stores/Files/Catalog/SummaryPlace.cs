namespace Sessions.Stores.Files;

/// <summary>By what an index is ordered. The first five are those of <see cref="SessionOrder"/>.</summary>
internal enum SummaryPlace
{
    NewestUpdated = SessionOrder.NewestUpdated,
    OldestUpdated = SessionOrder.OldestUpdated,
    NewestCreated = SessionOrder.NewestCreated,
    OldestCreated = SessionOrder.OldestCreated,
    Id = SessionOrder.Id,
    Expiry,
    Finished,
    LastUsed,
}
