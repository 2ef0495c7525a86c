namespace Sessions;

/// <summary>How lively a session is.</summary>
public enum ActivityLevel
{
    /// <summary>Paused or finished.</summary>
    None,

    /// <summary>Not used for an hour.</summary>
    Low,

    /// <summary>Used within the last hour.</summary>
    Medium,

    /// <summary>Used within the last five minutes.</summary>
    High,
}
