using Sessions.Diagnostics;
using Sessions.Stores;
using Sessions.Stores.InMemory;

namespace Sessions.Benchmarks.Quick;

/// <summary>What the store that measures adds to the store underneath while nobody listens.</summary>
internal static class DiagnosticsArea
{
    private const int Rounds = 201;
    private const int Batch = 2_000;
    private const double AtMost = 20;
    private const string Id = "session";

    public static IEnumerable<Row> Measure()
    {
        using var metrics = new SessionsMetrics(factory: null);
        var bare = Begin(new InMemoryStore());
        var measured = Begin(new InstrumentedSessionStore(new InMemoryStore(), metrics, TimeProvider.System));
        var figures = Interleaved.Measure(Rounds, Commits(bare), Commits(measured));
        var added = figures[1].Nanoseconds - figures[0].Nanoseconds;
        yield return new Row(
            "commit through the measuring store, and without",
            Format.Time(figures[1].Nanoseconds),
            Format.Time(figures[0].Nanoseconds),
            $"{(added < 0 ? "" : "+")}{Format.Time(added)}",
            $"<= +{Format.Time(AtMost)}",
            added <= AtMost);
    }

    private static SessionManager Begin(ISessionStore store) => new SessionManager(store).Begin(Id, 1);

    private static Subject Commits(SessionManager manager) => new(Batch, () =>
    {
        for (var i = 0; i < Batch; i++)
        {
            manager.AppendMessageAsync(Id, Sample.Message).Now();
        }
    })
    {
        Prepare = () =>
        {
            manager.DeleteAsync(Id).Now();
            manager.Begin(Id, 1);
        },
    };
}
