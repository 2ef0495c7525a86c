namespace Sessions;

/// <summary>The store failed underneath: a full disk, a directory without permission, a lost connection.</summary>
public sealed class SessionStoreUnavailableException : SessionException
{
    /// <summary>Says what failed.</summary>
    public SessionStoreUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
