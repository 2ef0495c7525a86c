namespace Sessions;

/// <summary>Somebody else holds what was needed, and did not let go in the time allowed. Nothing was changed; try again.</summary>
public sealed class SessionBusyException : SessionException
{
    /// <summary>Says what is busy.</summary>
    public SessionBusyException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Who holds the lease, where it is a lease that is held.</summary>
    public string? Holder { get; init; }
}
