namespace Sessions;

/// <summary>The change is not allowed in the status that the session has. Nothing was changed.</summary>
public sealed class SessionStatusException : SessionException
{
    /// <summary>Says what was refused, and in which status.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="status">Its status.</param>
    /// <param name="change">What was refused, in words.</param>
    /// <param name="mend">How to come to a status that allows it.</param>
    public SessionStatusException(string sessionId, SessionStatus status, string change, string mend)
        : base($"Session \"{sessionId}\" is {status.ToString().ToLowerInvariant()} and refuses {change}. {mend}")
    {
        SessionId = sessionId;
        Status = status;
    }

    /// <summary>The session.</summary>
    public string SessionId { get; }

    /// <summary>The status that the session has.</summary>
    public SessionStatus Status { get; }
}
