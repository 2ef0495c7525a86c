namespace Sessions.Benchmarks.Quick;

/// <summary>What a session of 100,000 messages costs beside one of ten.</summary>
internal static class FlatArea
{
    private const int Rounds = 41;

    // Few enough that a session of ten messages is still a short one at the end of a batch.
    private const int CommitsEach = 8;
    private const int Batch = 512;

    // On files, one session: its lock is kept over a burst, and sixty-four short ones would be sixty-four bursts.
    private const int FileBatch = 32;
    private static readonly int[] Lengths = [10, 1000, 100_000];

    public static IEnumerable<Row> Measure() => StoreKind.All.SelectMany(Measure);

    private static IEnumerable<Row> Measure(StoreKind kind)
    {
        using var opened = kind.Open(TimeProvider.System);
        var manager = new SessionManager(opened.Store);
        var commit = Interleaved.Measure(Rounds, [.. Lengths.Select(length => kind == StoreKind.Memory
            ? Commits(manager, length, Batch, Batch / CommitsEach)
            : Commits(manager, length, FileBatch, 1))]);
        manager.Begin("read-10", 10).Begin("read-1000", 1000).Begin("read-100000", 100_000);
        manager.Begin("beneath", 50, "quiet").Append("beneath", 100_000);
        var view = Interleaved.Measure(Rounds, [.. Lengths.Select(length => Reads(id => manager.GetAsync(id).Now(), $"read-{length}"))]);
        var ten = Interleaved.Measure(
            Rounds, [.. Lengths.Select(length => Reads(id => manager.ReadNewestMessagesAsync(id, 10).Now(), $"read-{length}"))]);
        var fifty = Interleaved.Measure(
            Rounds,
            Reads(id => manager.ReadNewestMessagesAsync(id, 50).Now(), "read-1000"),
            Reads(id => manager.ReadNewestMessagesAsync(id, 50).Now(), "read-100000"),
            Reads(id => manager.ReadNewestMessagesAsync(id, 50, "quiet").Now(), "beneath"));
        return
        [
            .. Flat($"{kind.Name}: commit, 10 to 100,000", commit),
            .. Flat($"{kind.Name}: view, 10 to 100,000", view),
            .. Flat($"{kind.Name}: newest 10, 10 to 100,000", ten),
            .. Flat($"{kind.Name}: newest 50, 1,000 to 100,000", fifty[..2]),
            .. Flat($"{kind.Name}: newest 50 beneath 100,000 of another chat", [fifty[0], fifty[2]]),
        ];
    }

    /// <summary>The dearest is ours, the cheapest the yardstick: length is to make no difference.</summary>
    private static IEnumerable<Row> Flat(string operation, Figure[] figures)
    {
        yield return Row(operation, [.. figures.Select(static figure => figure.Nanoseconds)], Format.Time);
        yield return Row("  allocated", [.. figures.Select(static figure => figure.Bytes)], Format.Bytes);
    }

    private static Row Row(string operation, double[] figures, Func<double, string> format)
    {
        var ratio = figures.Max() == 0 ? 1 : figures.Max() / figures.Min();
        return new Row(operation, format(figures.Max()), format(figures.Min()), Format.Times(ratio), "<= 1.50 x", ratio <= 1.5);
    }

    private static Subject Commits(SessionManager manager, int length, int batch, int sessions)
    {
        // Short sessions are made anew for each batch, under other ids; long ones stay as long as they are.
        var renewed = length < 100_000;
        var generation = 0;
        string[] ids = [.. Enumerable.Range(0, renewed ? sessions : 1).Select(i => $"commit-{length}-0-{i}")];
        Array.ForEach(ids, id => manager.Begin(id, length));
        return new Subject(batch, () =>
        {
            for (var i = 0; i < batch; i++)
            {
                manager.AppendMessageAsync(ids[i % ids.Length], Sample.Message).Now();
            }
        })
        {
            Prepare = renewed ? Renew : null,
        };

        void Renew()
        {
            generation++;
            for (var i = 0; i < ids.Length; i++)
            {
                manager.DeleteAsync(ids[i]).Now();
                ids[i] = $"commit-{length}-{generation}-{i}";
                manager.Begin(ids[i], length);
            }
        }
    }

    private static Subject Reads(Action<string> read, string id) => new(Batch, () =>
    {
        for (var i = 0; i < Batch; i++)
        {
            read(id);
        }
    });
}
