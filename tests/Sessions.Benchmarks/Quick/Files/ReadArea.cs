using Sessions.Stores.Jsonl;

namespace Sessions.Benchmarks.Quick.Files;

/// <summary>Reading a JSONL session that is open, and one that is not.</summary>
internal static class ReadArea
{
    private const int Rounds = 41;
    private const int Batch = 1000;
    private const int Newest = 50;
    private const int Stores = 32;
    private static readonly int[] Lengths = [1000, 100_000];

    public static IEnumerable<Row> Measure()
    {
        using var directory = new TempDirectory();
        var path = directory.Of("store");
        using (var opened = new OpenStore(new JsonlStore(path)))
        {
            var manager = new SessionManager(opened.Store);
            foreach (var length in Lengths)
            {
                // The last ones one by one, so that each stands on a line of its own, as it does for the hand.
                manager.Begin(IdOf(length), length - 100);
                for (var i = 0; i < 100; i++)
                {
                    manager.AppendMessageAsync(IdOf(length), Sample.Message).Now();
                }
            }

            foreach (var row in Warm(manager, LogOf(path, 1000)))
            {
                yield return row;
            }
        }

        using var cold = new ColdStores(path, Stores);
        foreach (var row in Cold(cold, path).Concat(Opening(cold)))
        {
            yield return row;
        }
    }

    private static IEnumerable<Row> Warm(SessionManager manager, string log)
    {
        var id = IdOf(1000);
        var figures = Interleaved.Measure(
            Rounds,
            new Subject(Batch, () => Repeat(() => manager.GetAsync(id).Now())),
            new Subject(Batch, () => Repeat(() => manager.ReadNewestMessagesAsync(id, Newest).Now())),
            new Subject(Batch / 10, () => Repeat(() => HandReader.ReadLast(log, Newest), Batch / 10)));
        yield return Compare.Time("jsonl: view, warm", figures[0], figures[2], atMost: 1000);
        yield return Compare.Time("jsonl: newest 50, unchanged", figures[1], figures[2], atMost: 2000);
    }

    private static IEnumerable<Row> Cold(ColdStores cold, string path)
    {
        var figures = Interleaved.Measure(Rounds, [.. Lengths.SelectMany(length => (Subject[])
        [
            cold.Each(manager => manager.ReadNewestMessagesAsync(IdOf(length), Newest).Now()),
            new Subject(Stores, () => Repeat(() => HandReader.ReadLast(LogOf(path, length), Newest), Stores)),
        ])]);
        yield return Compare.Share("jsonl: newest 50, cold, of 1,000, of reading by hand", figures[0], figures[1], atLeast: 0.8);
        yield return Compare.Share("jsonl: newest 50, cold, of 100,000, of reading by hand", figures[2], figures[3], atLeast: 0.8);
    }

    private static IEnumerable<Row> Opening(ColdStores cold)
    {
        var figures = Interleaved.Measure(
            Rounds,
            [.. Lengths.Reverse().Select(length => cold.Each(manager => manager.GetAsync(IdOf(length)).Now()))]);
        var ratio = figures[0].Nanoseconds / figures[1].Nanoseconds;
        yield return new Row(
            "jsonl: open a session of 100,000 cold, and of 1,000",
            Format.Time(figures[0].Nanoseconds),
            Format.Time(figures[1].Nanoseconds),
            Format.Times(ratio),
            "<= 3.00 x",
            ratio <= 3);
    }

    private static string IdOf(int length) => $"session-{length}";

    private static string LogOf(string path, int length) =>
        Directory.EnumerateFiles(path, $"{IdOf(length)}.jsonl", SearchOption.AllDirectories).Single();

    private static void Repeat(Action operation, int count = Batch)
    {
        for (var i = 0; i < count; i++)
        {
            operation();
        }
    }
}
