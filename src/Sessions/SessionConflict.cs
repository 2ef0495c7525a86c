namespace Sessions;

/// <summary>What of a commit did not fit the session.</summary>
public enum SessionConflict
{
    /// <summary>The session is at another version than was expected.</summary>
    Version,

    /// <summary>The idempotency key belongs to a commit with different content.</summary>
    IdempotencyKey,
}
