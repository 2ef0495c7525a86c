using Microsoft.Extensions.Logging;

namespace Sessions.Diagnostics;

/// <summary>
/// Every log message of the package. Event ids stay for ever: 1 to 19 stores, 20 to 39 cleanup; other packages have those from 60 on. None holds content of messages
/// or state, nor a connection string.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Sessions are kept in the store {Store}.")]
    public static partial void StoreOpened(ILogger logger, string store);

    [LoggerMessage(2, LogLevel.Warning, "{Setting} is set, but storage is not enabled: sessions are kept in memory and lost with the process. Set SESSION_STORAGE_ENABLED=true, or remove {Setting}; SESSION_STORAGE_ENABLED=false silences this.")]
    public static partial void StorageNotEnabled(ILogger logger, string setting);

    [LoggerMessage(3, LogLevel.Warning, "Session {SessionId}: {Path} ended in {Bytes} bytes of an unfinished commit, which were cut off and are kept in {Kept}.")]
    public static partial void TornTail(ILogger logger, string sessionId, string path, long bytes, string kept);

    [LoggerMessage(4, LogLevel.Error, "Session {SessionId} is damaged at {Location}; every other session works.")]
    public static partial void Damaged(ILogger logger, string sessionId, string location, Exception error);

    [LoggerMessage(5, LogLevel.Warning, "The projections of session {SessionId} could not be written and are tried again; the session itself is not affected.")]
    public static partial void ProjectionFailed(ILogger logger, string sessionId, Exception error);

    [LoggerMessage(6, LogLevel.Warning, "The log of session {SessionId} could not be compacted; it stays as it is, and is tried again when it has grown.")]
    public static partial void CompactionFailed(ILogger logger, string sessionId, Exception error);

    [LoggerMessage(7, LogLevel.Warning, "The catalog in {Directory} could not be written or read, and is tried again; no session is affected, but lists are slow until it works, since each has to open every session.")]
    public static partial void CatalogFailed(ILogger logger, string directory, Exception error);

    [LoggerMessage(20, LogLevel.Information, "Cleanup runs every {Interval}, for the first time in {FirstDelay}.")]
    public static partial void CleanupStarted(ILogger logger, TimeSpan interval, TimeSpan firstDelay);

    [LoggerMessage(21, LogLevel.Information, "Cleanup is off: its interval is zero.")]
    public static partial void CleanupOff(ILogger logger);

    [LoggerMessage(22, LogLevel.Information, "Sessions removed by cleanup: {Count}.")]
    public static partial void CleanedUp(ILogger logger, long count);

    [LoggerMessage(23, LogLevel.Information, "Sessions that cleanup would have removed, were this no dry run: {Count}.")]
    public static partial void WouldCleanUp(ILogger logger, long count);

    [LoggerMessage(24, LogLevel.Error, "A pass of cleanup failed; the next one follows in {Interval}.")]
    public static partial void CleanupFailed(ILogger logger, TimeSpan interval, Exception error);

    [LoggerMessage(25, LogLevel.Error, "The handler {Handler} failed on the removal of session {SessionId} ({Reason}).")]
    public static partial void HandlerFailed(ILogger logger, string handler, string sessionId, Stores.RemovalReason reason, Exception error);
}
