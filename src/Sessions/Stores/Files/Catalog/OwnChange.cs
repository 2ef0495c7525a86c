namespace Sessions.Stores.Files;

/// <summary>What this writer has done to a session and not yet summed up. Lock it around every use.</summary>
internal sealed class OwnChange(SessionKey key)
{
    public SessionKey Key => key;

    /// <summary>Changes that are announced and not over.</summary>
    public int InFlight { get; set; }

    /// <summary>
    /// Whether the file says that this writer may change the session. Set and cleared under the catalog's lock; cleared
    /// before the summary is written, so that whoever comes in between waits for the lock and announces itself again.
    /// </summary>
    public bool IsMarked { get; set; }

    /// <summary>Whether the catalog let go of this object; take a new one.</summary>
    public bool IsRetired { get; set; }

    /// <summary>Whether it waits to be taken into the table.</summary>
    public bool IsQueued { get; set; }

    /// <summary>The newest view that was told.</summary>
    public Session? View { get; set; }

    /// <summary>The incarnations that were removed, the newest of them.</summary>
    public string[] Gone { get; set; } = [];

    /// <summary>Whether its log could not be read when it was looked at.</summary>
    public bool IsDamaged { get; set; }

    /// <summary>The beat of the catalog's timer at the last change.</summary>
    public int Beat { get; set; }
}
