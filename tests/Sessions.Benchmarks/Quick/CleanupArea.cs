namespace Sessions.Benchmarks.Quick;

/// <summary>Cleanup of 1,000 expired sessions among 100,000, beside the same 1,000 with nobody else there.</summary>
internal static class CleanupArea
{
    private const int Expired = 1000;
    private const int Living = 99_000;
    private const int Rounds = 9;
    private static readonly NewSession Short = new() { IdleTimeout = TimeSpan.FromSeconds(1) };
    private static readonly NewSession Long = new() { IdleTimeout = TimeSpan.FromDays(365) };

    public static IEnumerable<Row> Measure() => [Measure(StoreKind.Memory)];

    private static Row Measure(StoreKind kind)
    {
        var time = new ManualTime();
        using var among = kind.Open(time);
        using var alone = kind.Open(time);
        var figures = Interleaved.Measure(Rounds, Pass(among, time, Living), Pass(alone, time, 0));
        var ratio = figures[0].Nanoseconds / figures[1].Nanoseconds;
        return new Row(
            $"{kind.Name}: 1,000 expired among 100,000, and alone",
            Format.Time(figures[0].Nanoseconds),
            Format.Time(figures[1].Nanoseconds),
            Format.Times(ratio),
            "<= 3.00 x",
            ratio <= 3);
    }

    private static Subject Pass(OpenStore opened, ManualTime time, int living)
    {
        var manager = new SessionManager(opened.Store, time: time);
        for (var i = 0; i < living; i++)
        {
            manager.CreateAsync(Long).Now();
        }

        return new Subject(1, () =>
        {
            if (manager.CleanUpAsync().Now() != Expired)
            {
                throw new InvalidOperationException("Cleanup took another number of sessions than had expired.");
            }
        })
        {
            Prepare = () =>
            {
                for (var i = 0; i < Expired; i++)
                {
                    manager.CreateAsync(Short).Now();
                }

                time.Advance(TimeSpan.FromSeconds(2));
            },
        };
    }
}
