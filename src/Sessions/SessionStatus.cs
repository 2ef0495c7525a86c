namespace Sessions;

/// <summary>Where a session is in its life.</summary>
public enum SessionStatus : byte
{
    /// <summary>At work.</summary>
    Active,

    /// <summary>At rest: refuses messages, links and turns; state, tags and metadata may change; the idle clock stands still.</summary>
    Paused,

    /// <summary>Finished with success.</summary>
    Completed,

    /// <summary>Finished without success.</summary>
    Failed,

    /// <summary>Given up.</summary>
    Abandoned,
}
