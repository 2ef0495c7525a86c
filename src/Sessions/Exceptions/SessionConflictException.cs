namespace Sessions;

/// <summary>The commit named what it expected, and the session is otherwise. Nothing was appended.</summary>
public sealed class SessionConflictException : SessionException
{
    private SessionConflictException(string sessionId, SessionConflict conflict, long expected, long actual, string message)
        : base(message)
    {
        SessionId = sessionId;
        Conflict = conflict;
        ExpectedVersion = expected;
        ActualVersion = actual;
    }

    /// <summary>The session.</summary>
    public string SessionId { get; }

    /// <summary>What did not fit.</summary>
    public SessionConflict Conflict { get; }

    /// <summary>The version that the caller expected; for an idempotency key, the version that its first commit made.</summary>
    public long ExpectedVersion { get; }

    /// <summary>The version that the session has.</summary>
    public long ActualVersion { get; }

    /// <summary>The session has moved on from the version that was expected.</summary>
    public static SessionConflictException Version(string sessionId, long expected, long actual) => new(
        sessionId,
        SessionConflict.Version,
        expected,
        actual,
        $"Session \"{sessionId}\" is at version {actual}, not at the expected version {expected}. Read it again and repeat the change, or give the change as a function.");

    /// <summary>The idempotency key was used before, for something else.</summary>
    public static SessionConflictException IdempotencyKey(string sessionId, string key, long firstVersion, long actual) => new(
        sessionId,
        SessionConflict.IdempotencyKey,
        firstVersion,
        actual,
        $"The idempotency key \"{key}\" was used before on session \"{sessionId}\" for a commit with different content (version {firstVersion}). Use a new key for a new change.");
}
