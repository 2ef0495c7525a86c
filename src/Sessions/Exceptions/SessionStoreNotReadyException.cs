namespace Sessions;

/// <summary>The store cannot be used yet, or not as it is configured; the message says what to do first.</summary>
public sealed class SessionStoreNotReadyException : SessionException
{
    /// <summary>Says what is missing.</summary>
    public SessionStoreNotReadyException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
