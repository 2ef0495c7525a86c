using Sessions.Stores.InMemory;

namespace Sessions.Benchmarks.Quick;

/// <summary>Speed of the in-memory store on warm sessions, 200-byte messages.</summary>
internal static class MemoryArea
{
    private const int Rounds = 101;
    private const int Batch = 2_000;
    private const int Warm = 64;
    private static readonly string[] Ids = [.. Enumerable.Range(0, 8).Select(static i => $"session-{i}")];
    private static readonly string[] Keys = [.. Enumerable.Range(0, 10).Select(static i => $"key-{i}")];

    public static IEnumerable<Row> Measure()
    {
        var manager = new SessionManager(new InMemoryStore());
        var floor = new Floor();
        foreach (var row in Messages(manager, floor).Concat(State(manager, floor)).Concat(TwoThreads(manager, floor)))
        {
            yield return row;
        }
    }

    private static IEnumerable<Row> Messages(SessionManager manager, Floor floor)
    {
        void Fresh()
        {
            foreach (var id in Ids)
            {
                manager.DeleteAsync(id).Now();
                manager.Begin(id, Warm);
            }
        }

        void FreshFloor()
        {
            foreach (var id in Ids)
            {
                floor.Begin(id);
                for (var i = 0; i < Warm; i++)
                {
                    floor.Commit(id, Sample.Text);
                }
            }
        }

        var figures = Interleaved.Measure(
            Rounds,
            new Subject(Batch, () => Each(id => manager.AppendMessageAsync(id, Sample.Message).Now())) { Prepare = Fresh },
            new Subject(Batch, () => Each(id => floor.Commit(id, Sample.Text))) { Prepare = FreshFloor },
            new Subject(Batch, () => Each(id => manager.GetAsync(id).Now())),
            new Subject(Batch, () => Each(id => floor.View(id))),
            new Subject(Batch, () => Each(id =>
            {
                manager.AppendMessageAsync(id, Sample.Message).Now();
                manager.ReadNewestMessagesAsync(id, 50).Now();
            })) { Prepare = Fresh },
            new Subject(Batch, () => Each(id =>
            {
                floor.Commit(id, Sample.Text);
                floor.Newest(id, 50);
            })) { Prepare = FreshFloor });
        yield return Compare.Time("commit of one message", figures[0], figures[1], atMost: 500);
        yield return Compare.Bytes("  allocated beside the message", figures[0], figures[1], Sample.MessageBytes, atMost: 700);
        yield return Compare.Time("read of the view", figures[2], figures[3], atMost: 100);
        yield return Compare.Time("commit of one message and newest 50", figures[4], figures[5], atMost: 700);
    }

    private static IEnumerable<Row> State(SessionManager manager, Floor floor)
    {
        foreach (var id in Ids)
        {
            manager.UpdateStateAsync(id, Keys.ToDictionary(static key => key, static _ => (JsonText)1)).Now();
        }

        var figures = Interleaved.Measure(
            Rounds,
            new Subject(Batch, () => Each(id =>
            {
                manager.SetStateAsync(id, Keys[3], 1234567).Now();
                manager.GetAsync(id).Now().TryGetState(Keys[3], out _);
            })),
            new Subject(Batch, () => Each(id => floor.Merge(id, Keys[3], 1234567))));
        yield return Compare.Rate("merge one of ten state keys and read it back", figures[0], figures[1], atLeast: 1_200_000);
    }

    private static IEnumerable<Row> TwoThreads(SessionManager manager, Floor floor)
    {
        using var second = new SecondThread();
        void Fresh() => Array.ForEach(Ids, id => Restart(manager, id));
        void FreshFloor() => Array.ForEach(Ids, floor.Begin);
        void Ours(string id)
        {
            for (var i = 0; i < Batch; i++)
            {
                manager.AppendMessageAsync(id, Sample.Message).Now();
            }
        }

        void Raw(string id)
        {
            for (var i = 0; i < Batch; i++)
            {
                floor.Commit(id, Sample.Text);
            }
        }

        var figures = Interleaved.Measure(
            Rounds,
            new Subject(Batch, () => Ours(Ids[0])) { Prepare = Fresh },
            new Subject(2 * Batch, () => second.Both(() => Ours(Ids[0]), () => Ours(Ids[1]))) { Prepare = Fresh },
            new Subject(Batch, () => Raw(Ids[0])) { Prepare = FreshFloor },
            new Subject(2 * Batch, () => second.Both(() => Raw(Ids[0]), () => Raw(Ids[1]))) { Prepare = FreshFloor });
        var scale = figures[0].Nanoseconds / figures[1].Nanoseconds;
        var raw = figures[2].Nanoseconds / figures[3].Nanoseconds;
        yield return new Row(
            "two threads on two sessions, times one", Format.Times(scale), Format.Times(raw), Format.Times(scale / raw), ">= 1.50 x", scale >= 1.5);
    }

    private static void Restart(SessionManager manager, string id)
    {
        manager.DeleteAsync(id).Now();
        manager.Begin(id, Warm);
    }

    private static void Each(Action<string> operation)
    {
        for (var i = 0; i < Batch; i++)
        {
            operation(Ids[i & 7]);
        }
    }
}
