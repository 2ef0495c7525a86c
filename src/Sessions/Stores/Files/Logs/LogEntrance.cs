namespace Sessions.Stores.Files;

/// <summary>What came of asking for a log's slot.</summary>
internal enum LogEntrance
{
    /// <summary>The caller has it, and runs the operation.</summary>
    Leads,

    /// <summary>Somebody else has it, and will run the operation.</summary>
    Queued,

    /// <summary>The log was closed to make room: get it anew.</summary>
    Gone,
}
