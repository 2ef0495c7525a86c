namespace Sessions.Serialization;

/// <summary>What one line of a log holds.</summary>
internal enum RecordKind : byte
{
    /// <summary>A record that a newer build wrote: kept and passed over. Never one that has versions.</summary>
    Unknown,

    Commit,

    Use,

    Snapshot,

    Seal,

    Dropped,

    Header,
}
