using System.Diagnostics;
using System.Diagnostics.Metrics;
using Sessions.Stores;

namespace Sessions.Diagnostics;

/// <summary>The instruments of one container. Whoever measures asks first whether anybody listens.</summary>
internal sealed class SessionsMetrics : IDisposable
{
    public const string StoreTag = "sessions.store";
    public const string OperationTag = "sessions.operation";
    public const string OutcomeTag = "sessions.outcome";
    public const string ReasonTag = "sessions.reason";
    public const string SessionTag = "session.id";
    public const string ErrorTag = "error.type";

    public static readonly ActivitySource Source = new(SessionsDiagnostics.ActivitySourceName);

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.000_01, 0.000_1, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60],
    };

    private static readonly Lazy<SessionsMetrics> OfProcess = new(static () => new SessionsMetrics(null));

    private readonly Meter? _owned;

    /// <param name="factory">Makes the meter, and disposes of it; without one it is this object's own.</param>
    public SessionsMetrics(IMeterFactory? factory)
    {
        var meter = factory?.Create(SessionsDiagnostics.MeterName) ?? (_owned = new Meter(SessionsDiagnostics.MeterName));
        Commits = meter.CreateCounter<long>(SessionsDiagnostics.Commits, "{commit}", "Commits that were asked for.");
        Conflicts = meter.CreateCounter<long>(SessionsDiagnostics.Conflicts, "{conflict}", "Commits that met a change by somebody else.");
        OperationDuration = meter.CreateHistogram(
            SessionsDiagnostics.StoreOperationDuration, "s", "How long operations on the store took.", tags: null, advice: Seconds);
        LeaseWait = meter.CreateHistogram(
            SessionsDiagnostics.LeaseWaitDuration, "s", "How long callers waited for a lease.", tags: null, advice: Seconds);
        FeedLag = meter.CreateHistogram(
            SessionsDiagnostics.FeedLag, "s", "How long after it happened an event reached a watcher.", tags: null, advice: Seconds);
        CleanupRemoved = meter.CreateCounter<long>(SessionsDiagnostics.CleanupRemoved, "{session}", "Sessions that cleanup removed.");
        CleanupFailures = meter.CreateCounter<long>(SessionsDiagnostics.CleanupFailures, "{failure}", "What went wrong in hosted cleanup.");
        TornTails = meter.CreateCounter<long>(SessionsDiagnostics.TornTails, "{tail}", "Torn ends of files that were cut back.");
        Damaged = meter.CreateCounter<long>(SessionsDiagnostics.Damaged, "{session}", "Damaged sessions that were met.");
        ProjectionFailures = meter.CreateCounter<long>(SessionsDiagnostics.ProjectionFailures, "{failure}", "Projections of sessions that could not be written at once.");
    }

    public Counter<long> Commits { get; }

    public Counter<long> Conflicts { get; }

    public Histogram<double> OperationDuration { get; }

    public Histogram<double> LeaseWait { get; }

    public Histogram<double> FeedLag { get; }

    public Counter<long> CleanupRemoved { get; }

    public Counter<long> CleanupFailures { get; }

    public Counter<long> TornTails { get; }

    public Counter<long> Damaged { get; }

    public Counter<long> ProjectionFailures { get; }

    /// <summary>The instruments of whoever does without a container; they live as long as the process.</summary>
    public static SessionsMetrics Shared => OfProcess.Value;

    /// <summary>Whether anybody listens to what a store does, by these instruments or by spans.</summary>
    public bool IsListenedTo =>
        Commits.Enabled || Conflicts.Enabled || OperationDuration.Enabled || CleanupRemoved.Enabled || Source.HasListeners();

    /// <summary>The instruments that a store was given, however it is wrapped; null where nobody measures.</summary>
    public static SessionsMetrics? Of(ISessionStore store) => store.GetService(typeof(SessionsMetrics)) as SessionsMetrics;

    /// <summary>Tags hold few values: all that an error may say is its type.</summary>
    public static string TypeOf(Exception error) => error.GetType().FullName ?? error.GetType().Name;

    public void Dispose() => _owned?.Dispose();
}
