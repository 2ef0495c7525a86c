namespace Sessions;

/// <summary>What settings must be. Each failure names the setting, what it is, and what it may be.</summary>
internal static class SessionsOptionsRules
{
    public static IEnumerable<string> Failures(SessionsOptions options)
    {
        if (Positive(nameof(options.IdleTimeout), options.IdleTimeout) is { } idle)
        {
            yield return idle;
        }

        if (Positive(nameof(options.AbsoluteLifetime), options.AbsoluteLifetime) is { } lifetime)
        {
            yield return lifetime;
        }

        if (Positive(nameof(options.Retention), options.Retention) is { } retention)
        {
            yield return retention;
        }

        if (options.TouchCoalescing < TimeSpan.Zero)
        {
            yield return $"{nameof(options.TouchCoalescing)} is {options.TouchCoalescing}; it is zero (record each use) or more, or null for the default.";
        }

        if (options.CleanupInterval < TimeSpan.Zero)
        {
            yield return $"{nameof(options.CleanupInterval)} is {options.CleanupInterval}; it is zero (off) or more.";
        }

        if (options.CleanupBatch is < 1 or > 100_000)
        {
            yield return $"{nameof(options.CleanupBatch)} is {options.CleanupBatch}; it is 1 to 100,000.";
        }

        if (Positive(nameof(options.LeaseLifetime), options.LeaseLifetime) is { } lease)
        {
            yield return lease;
        }
        else if (options.LeaseHeartbeat <= TimeSpan.Zero || options.LeaseHeartbeat >= options.LeaseLifetime / 2)
        {
            yield return $"{nameof(options.LeaseHeartbeat)} is {options.LeaseHeartbeat}; it is more than zero and less than half of {nameof(options.LeaseLifetime)} ({options.LeaseLifetime}), so that one lost heartbeat does not lose the lease.";
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

    private static string? Positive(string name, TimeSpan? value) =>
        value < TimeSpan.FromMilliseconds(1)
            ? $"{name} is {value}; it is at least one millisecond{(name == nameof(SessionsOptions.LeaseLifetime) ? "" : ", or null for none")}."
            : null;
}
