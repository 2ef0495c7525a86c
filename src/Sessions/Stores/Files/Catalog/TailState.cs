namespace Sessions.Stores.Files;

/// <summary>What the end of a generation says of it.</summary>
internal enum TailState
{
    /// <summary>Read to the end.</summary>
    Current,

    /// <summary>Read to the end, and another one follows.</summary>
    Sealed,

    /// <summary>A line cannot be read. Without the lock it may also be one that is just being written over a torn one.</summary>
    Damaged,

    /// <summary>Somebody removed the file.</summary>
    Missing,
}
