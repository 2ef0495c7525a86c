namespace Sessions;

/// <summary>A session was to be created under an id that is in use. Nothing was replaced.</summary>
public sealed class SessionAlreadyExistsException : SessionException
{
    /// <summary>Says that the id is in use.</summary>
    public SessionAlreadyExistsException(string sessionId)
        : base($"There is already a session \"{sessionId}\". Choose another id, or use GetOrCreateAsync.") => SessionId = sessionId;

    /// <summary>The id that is in use.</summary>
    public string SessionId { get; }
}
