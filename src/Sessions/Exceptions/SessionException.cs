namespace Sessions;

/// <summary>The root of every error that Sessions raises by itself. Bad arguments are BCL exceptions instead.</summary>
public abstract class SessionException : Exception
{
    private protected SessionException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
