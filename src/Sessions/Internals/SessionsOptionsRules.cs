namespace Sessions;

/// <summary>
/// What settings must be. Each failure names the setting, as whoever set it knows it, what it is, and what it may be.
/// </summary>
internal static class SessionsOptionsRules
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    // What a timer takes as its period.
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(49);

    public static IEnumerable<string> Failures(SessionsOptions options)
    {
        foreach (var failure in options.Origin.Failures)
        {
            yield return failure;
        }

        if (options.IdleTimeout < Shortest)
        {
            yield return $"{Is(options, nameof(options.IdleTimeout), options.IdleTimeout)} at least one millisecond, or none (null).";
        }

        if (options.AbsoluteLifetime < Shortest)
        {
            yield return $"{Is(options, nameof(options.AbsoluteLifetime), options.AbsoluteLifetime)} at least one millisecond, or none (null).";
        }

        if (options.Retention < Shortest)
        {
            yield return $"{Is(options, nameof(options.Retention), options.Retention)} at least one millisecond, or none (null).";
        }

        if (options.TouchCoalescing < TimeSpan.Zero)
        {
            yield return $"{Is(options, nameof(options.TouchCoalescing), options.TouchCoalescing)} zero (record each use) or more, or null for the default.";
        }

        if (options.CleanupInterval != TimeSpan.Zero && !IsPeriod(options.CleanupInterval))
        {
            yield return $"{Is(options, nameof(options.CleanupInterval), options.CleanupInterval)} zero (off), or one millisecond to 49 days.";
        }

        if (options.CleanupBatch is < 1 or > 100_000)
        {
            yield return $"{Is(options, nameof(options.CleanupBatch), options.CleanupBatch)} 1 to 100,000.";
        }

        if (!IsPeriod(options.LeaseLifetime))
        {
            yield return $"{Is(options, nameof(options.LeaseLifetime), options.LeaseLifetime)} one millisecond to 49 days.";
        }
        else if (!IsPeriod(options.LeaseHeartbeat) || options.LeaseHeartbeat >= options.LeaseLifetime / 2)
        {
            yield return $"{Is(options, nameof(options.LeaseHeartbeat), options.LeaseHeartbeat)} one millisecond to 49 days, and less than half of {nameof(options.LeaseLifetime)} ({options.LeaseLifetime}), so that one lost heartbeat does not lose the lease.";
        }
    }

    public static void ThrowIfInvalid(SessionsOptions options)
    {
        string[] failures = [.. Failures(options)];
        if (failures.Length > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, failures), nameof(options));
        }
    }

    private static bool IsPeriod(TimeSpan value) => value >= Shortest && value <= LongestPeriod;

    private static string Is<T>(SessionsOptions options, string name, T value) =>
        $"{options.Origin.NameOf(name) ?? name} is {value}; it is";
}
