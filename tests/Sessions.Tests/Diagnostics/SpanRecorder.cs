using System.Diagnostics;

namespace Sessions.Tests.Diagnostics;

/// <summary>Listens to the spans that begin below one of its own.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly Activity _root = new("test");
    private readonly List<Activity> _all = [];

    public SpanRecorder()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == SessionsDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (_all)
                {
                    _all.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
        _root.Start();
    }

    public IReadOnlyList<Activity> All
    {
        get
        {
            lock (_all)
            {
                return [.. _all.Where(activity => activity.TraceId == _root.TraceId)];
            }
        }
    }

    public void Dispose()
    {
        _root.Stop();
        _listener.Dispose();
    }
}
