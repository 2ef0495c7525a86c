using Sessions.DependencyInjection.Settings;

namespace Sessions;

/// <summary>Settings that every session of an app shares.</summary>
public sealed class SessionsOptions
{
    /// <summary>The default of <see cref="IdleTimeout"/>: one hour.</summary>
    public static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromHours(1);

    /// <summary>The default of <see cref="Retention"/>: 30 days.</summary>
    public static readonly TimeSpan DefaultRetention = TimeSpan.FromDays(30);

    /// <summary>The default of <see cref="CleanupInterval"/>: five minutes.</summary>
    public static readonly TimeSpan DefaultCleanupInterval = TimeSpan.FromMinutes(5);

    /// <summary>The default of <see cref="LeaseLifetime"/>: 30 seconds.</summary>
    public static readonly TimeSpan DefaultLeaseLifetime = TimeSpan.FromSeconds(30);

    /// <summary>The default of <see cref="LeaseHeartbeat"/>: ten seconds.</summary>
    public static readonly TimeSpan DefaultLeaseHeartbeat = TimeSpan.FromSeconds(10);

    /// <summary>How long a session lives unused; null for as long as it may.</summary>
    /// <value>one hour</value>
    public TimeSpan? IdleTimeout { get; set; } = DefaultIdleTimeout;

    /// <summary>How long a session lives however much it is used; null for as long as it may.</summary>
    /// <value>null</value>
    public TimeSpan? AbsoluteLifetime { get; set; }

    /// <summary>
    /// How coarse reads are recorded: a channel's later reads within this time of its last recorded use are not. Zero records
    /// each. Null for the smaller of 30 seconds and a tenth of the session's idle timeout.
    /// </summary>
    /// <value>null</value>
    public TimeSpan? TouchCoalescing { get; set; }

    /// <summary>How long a finished session is kept before cleanup removes it; null for ever.</summary>
    /// <value>30 days</value>
    public TimeSpan? Retention { get; set; } = DefaultRetention;

    /// <summary>How often cleanup runs in a hosted app, one millisecond to 49 days; zero turns it off.</summary>
    /// <value>five minutes</value>
    public TimeSpan CleanupInterval { get; set; } = DefaultCleanupInterval;

    /// <summary>How many sessions cleanup removes in one batch, 1 to 100,000.</summary>
    /// <value>1,000</value>
    public int CleanupBatch { get; set; } = 1000;

    /// <summary>Whether cleanup only tells what it would remove.</summary>
    /// <value>false</value>
    public bool CleanupDryRun { get; set; }

    /// <summary>How long a lease holds unless renewed, one millisecond to 49 days.</summary>
    /// <value>30 seconds</value>
    public TimeSpan LeaseLifetime { get; set; } = DefaultLeaseLifetime;

    /// <summary>How often the holder renews its lease, one millisecond to 49 days; less than half of its lifetime.</summary>
    /// <value>ten seconds</value>
    public TimeSpan LeaseHeartbeat { get; set; } = DefaultLeaseHeartbeat;

    /// <summary>Which settings came from outside the code, and under which names.</summary>
    internal SettingsOrigin Origin { get; } = new();

    internal SessionsOptions Copy() => (SessionsOptions)MemberwiseClone();
}
