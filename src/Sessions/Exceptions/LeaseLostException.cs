namespace Sessions;

/// <summary>The lease is no longer held: it ran out, was released by force, or went to somebody else. Nothing was changed.</summary>
public sealed class LeaseLostException : SessionException
{
    /// <summary>Says which lease was lost.</summary>
    public LeaseLostException(string sessionId, long fencingToken, Exception? inner = null)
        : base($"The lease {fencingToken} on session \"{sessionId}\" is no longer held; what was to be done under it was refused. Acquire a new one.", inner)
    {
        SessionId = sessionId;
        FencingToken = fencingToken;
    }

    /// <summary>The session.</summary>
    public string SessionId { get; }

    /// <summary>The fencing token of the lost lease.</summary>
    public long FencingToken { get; }
}
