using System.Diagnostics.Metrics;
using Sessions.Diagnostics;

namespace Sessions.Tests.Diagnostics;

/// <summary>Listens to the instruments of one container.</summary>
internal sealed class MetricRecorder : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<Measurement> _all = [];

    public MetricRecorder(SessionsMetrics metrics, params string[] only)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == metrics.Commits.Meter && (only.Length == 0 || only.Contains(instrument.Name)))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public IReadOnlyList<Measurement> All
    {
        get
        {
            lock (_all)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>The measurements of one instrument: its tags in a row, and the value.</summary>
    public IEnumerable<(string Tags, double Value)> Of(string name) =>
        All.Where(measurement => measurement.Name == name).Select(measurement => (measurement.Row, measurement.Value));

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_all)
        {
            _all.Add(new Measurement(instrument.Name, value, tags.ToArray()));
        }
    }

    internal sealed record Measurement(string Name, double Value, KeyValuePair<string, object?>[] Tags)
    {
        public string Row => string.Join(" ", Tags.Select(tag => tag.Value));
    }
}
