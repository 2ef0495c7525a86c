using Microsoft.Extensions.Logging;

namespace Sessions.PostgreSql;

/// <summary>Every log message of the package. Event ids stay for ever: 60 to 69.</summary>
internal static partial class Log
{
    [LoggerMessage(60, LogLevel.Warning, "Other processes are not told of changed sessions, or not heard, until it works again; it is tried again and again. Until then watchers look for themselves, every {PollingInterval}; no session is affected.")]
    public static partial void FeedFailed(ILogger logger, TimeSpan pollingInterval, Exception error);
}
