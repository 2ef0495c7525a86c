namespace Sessions;

/// <summary>The order of a list of sessions; equal instants are ordered by partition and id.</summary>
public enum SessionOrder
{
    /// <summary>Last changed first.</summary>
    NewestUpdated,

    /// <summary>Longest unchanged first.</summary>
    OldestUpdated,

    /// <summary>Last created first.</summary>
    NewestCreated,

    /// <summary>First created first.</summary>
    OldestCreated,

    /// <summary>By id, ordinally.</summary>
    Id,
}
