using Sessions.Stores.FileSystem;
using Sessions.Stores.Jsonl;

namespace Sessions.Benchmarks.Quick.Files;

/// <summary>
/// Lists and cleanup over 100,000 sessions in files. To make and to remove them takes two minutes, so this area is measured when it is
/// named.
/// </summary>
internal static class ManySessionsArea
{
    private const int Sessions = 100_000;
    private const int Users = 100;
    private const int Page = 100;
    private const int Makers = 8;
    private const int Expired = 1000;
    private const int Rounds = 5;
    private static readonly NewSession Short = new() { IdleTimeout = TimeSpan.FromSeconds(1) };

    private static readonly StoreKind[] Kinds =
    [
        new("jsonl", static (directory, time) => new JsonlStore(directory.Of("store"), time: time)),
        new("filesystem", static (directory, time) => new FileSystemStore(
            directory.Of("store"), directory.Of("history"), new FileSystemStoreOptions { Projections = false }, time)),
    ];

    public static IEnumerable<Row> Measure() => Kinds.SelectMany(Measure);

    private static IEnumerable<Row> Measure(StoreKind kind)
    {
        var time = new ManualTime();
        using var directory = new TempDirectory();
        using (var opened = new OpenStore(kind.OpenIn(directory, time)))
        {
            Fill(new SessionManager(opened.Store, time: time));
        }

        yield return Cold(kind, directory, time);
        using var warm = new OpenStore(kind.OpenIn(directory, time));
        var manager = new SessionManager(warm.Store, time: time);
        yield return List(kind, manager);
        yield return CleanUp(kind, manager, time);
    }

    private static void Fill(SessionManager manager)
    {
        var made = 0;
        Callers.Run(Makers, Sessions, () =>
        {
            var i = Interlocked.Increment(ref made);
            return manager.CreateAsync(
                new NewSession { Id = $"session-{i}", UserId = $"user-{i % Users}", IdleTimeout = TimeSpan.FromDays(365) });
        });
    }

    private static Row Cold(StoreKind kind, TempDirectory directory, ManualTime time)
    {
        OpenStore? opened = null;
        var figures = Interleaved.Measure(Rounds, new Subject(1, () =>
        {
            opened = new OpenStore(kind.OpenIn(directory, time));
            if (opened.Store.CountAsync("", SessionFilter.All).Now() != Sessions)
            {
                throw new InvalidOperationException("The catalog tells of another number of sessions than there are.");
            }
        }) { Prepare = () => opened?.Dispose() });
        opened!.Dispose();
        return AtMost($"{kind.Name}: catalog of 100,000, cold", figures[0], 400e6);
    }

    private static Row List(StoreKind kind, SessionManager manager)
    {
        var figures = Interleaved.Measure(
            Rounds, new Subject(1, () => manager.ListAsync(new SessionFilter { UserId = "user-7" }, limit: Page).Now()));
        return AtMost($"{kind.Name}: page of 100 of 100,000, newest first", figures[0], 50e6);
    }

    private static Row CleanUp(StoreKind kind, SessionManager manager, ManualTime time)
    {
        var figures = Interleaved.Measure(Rounds, new Subject(1, () =>
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
        });
        return AtMost($"{kind.Name}: cleanup of 1,000 expired among 100,000", figures[0], 1e9);
    }

    private static Row AtMost(string operation, Figure ours, double atMost) => new(
        operation,
        Format.Time(ours.Nanoseconds),
        Format.Time(atMost),
        Format.Times(ours.Nanoseconds / atMost),
        $"<= {Format.Time(atMost)}",
        ours.Nanoseconds <= atMost);
}
