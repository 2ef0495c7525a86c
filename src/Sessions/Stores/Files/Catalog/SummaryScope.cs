namespace Sessions.Stores.Files;

/// <summary>What an index keeps together, so that one user's or one partition's page costs no walk over everybody's.</summary>
internal enum SummaryScope
{
    All,
    Partition,
    User,
}
