namespace Sessions.Stores.Files;

/// <summary>Turns what the system and the locks throw into the errors that callers know.</summary>
internal static class LogErrors
{
    /// <summary>Also what the locks have put into words already.</summary>
    public static bool IsOfSystem(Exception error) =>
        error is IOException or UnauthorizedAccessException or TimeoutException or ObjectDisposedException or SessionException;

    public static Exception Translate(Exception error, string path) => error switch
    {
        TimeoutException => new SessionBusyException(error.Message, error),
        IOException or UnauthorizedAccessException => FileErrors.Unavailable(path, error),
        _ => error,
    };
}
