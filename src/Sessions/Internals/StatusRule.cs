namespace Sessions;

/// <summary>In which statuses an event may be committed.</summary>
internal enum StatusRule
{
    /// <summary>Work on the session itself: refused when it is paused or finished.</summary>
    Active,

    /// <summary>What may change while it rests: refused only when it is finished.</summary>
    Unfinished,

    /// <summary>The event checks the status itself, or the status does not matter.</summary>
    Any,
}
