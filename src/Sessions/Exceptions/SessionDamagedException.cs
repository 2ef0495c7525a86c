namespace Sessions;

/// <summary>What is stored of a session cannot be read. It was left as it is, and every other session works.</summary>
public sealed class SessionDamagedException : SessionException
{
    /// <summary>Says where the damage is.</summary>
    public SessionDamagedException(string sessionId, string location, string message, Exception? inner = null)
        : base($"Session \"{sessionId}\" is damaged at {location}: {message} Nothing was changed; restore the file, or delete the session.", inner)
    {
        SessionId = sessionId;
        Location = location;
    }

    /// <summary>The session.</summary>
    public string SessionId { get; }

    /// <summary>Where: the file and the line or offset, or the table and the row.</summary>
    public string Location { get; }
}
