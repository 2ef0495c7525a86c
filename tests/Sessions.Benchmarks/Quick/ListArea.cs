using Sessions.Stores;

namespace Sessions.Benchmarks.Quick;

/// <summary>A page of one user's sessions, newest first, out of 100,000.</summary>
internal static class ListArea
{
    private const int Sessions = 100_000;
    private const int Users = 100;
    private const int Page = 100;
    private const int Rounds = 9;

    public static IEnumerable<Row> Measure() => [Measure(StoreKind.Memory)];

    private static Row Measure(StoreKind kind)
    {
        using var opened = kind.Open(TimeProvider.System);
        var manager = new SessionManager(opened.Store);
        var views = new List<Session>(Sessions);
        for (var i = 0; i < Sessions; i++)
        {
            views.Add(manager.CreateAsync(new NewSession { Id = $"session-{i}", UserId = $"user-{i % Users}" }).Now());
        }

        var figures = Interleaved.Measure(
            Rounds,
            new Subject(1, () => manager.ListAsync(new SessionFilter { UserId = "user-7" }, limit: Page).Now()),
            new Subject(1, () => Walk(views)));
        return Compare.Time($"{kind.Name}: page of 100 of 100,000, newest first", figures[0], figures[1], atMost: 50e6);
    }

    private static List<Session> Walk(List<Session> views) =>
        [.. views.Where(static view => view.UserId == "user-7").OrderByDescending(static view => view.UpdatedAt).Take(Page)];
}
