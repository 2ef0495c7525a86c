using System.Diagnostics;

namespace Sessions.Sql;

/// <summary>How long to wait before trying again: longer each time, and never alike, so that those who met do not meet again.</summary>
internal static class Backoff
{
    /// <summary>After another one was faster: he has got on, so this one may soon.</summary>
    public static async ValueTask AfterMissAsync(long until)
    {
        if (Stopwatch.GetTimestamp() > until)
        {
            throw new SessionBusyException("Others change the session faster than this call could; nothing was changed. Try again.");
        }

        await Task.Yield();
    }

#pragma warning disable CA5394 // Spreads callers out; nothing depends on its being unforeseeable.
    public static Task AfterFailureAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 << Math.Min(attempt, 6))), TimeProvider.System, cancellationToken);
#pragma warning restore CA5394
}
