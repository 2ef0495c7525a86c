namespace Sessions.Stores.Files;

/// <summary>What a line of the catalog tells.</summary>
internal enum CatalogRecord
{
    /// <summary>Of a newer build, of which this one need not know.</summary>
    Other,
    Header,
    Mark,
    Sum,
    Gone,
    Done,
    Building,
    Built,
    Seal,
}
