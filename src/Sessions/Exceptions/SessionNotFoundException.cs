namespace Sessions;

/// <summary>The session is not there: never created, deleted, expired, or in another partition, which all look the same.</summary>
public sealed class SessionNotFoundException : SessionException
{
    /// <summary>Says that there is no such session.</summary>
    public SessionNotFoundException(string sessionId)
        : base($"There is no session \"{sessionId}\". Create it, or use GetOrCreateAsync.") => SessionId = sessionId;

    /// <summary>The id that was asked for.</summary>
    public string SessionId { get; }
}
