using Sessions.Stores.Jsonl;

namespace Sessions.Benchmarks.Quick.Files;

/// <summary>Commits to one JSONL session, unflushed, with the guarantees between processes on.</summary>
internal static class AppendArea
{
    private const int Rounds = 41;
    private const int Batch = 16_000;
    private const int Many = 16;

    public static IEnumerable<Row> Measure()
    {
        using var directory = new TempDirectory();
        using var opened = new OpenStore(new JsonlStore(directory.Of("store")));
        using var bare = new BareLog(directory.Of("bare"));
        var manager = new SessionManager(opened.Store);
        var session = new FreshSession(manager);
        var plain = directory.Of("plain");
        var figures = Interleaved.Measure(
            Rounds,
            new Subject(Batch, () => Repeat(() => manager.AppendMessageAsync(session.Id, Sample.Message).Now())) { Prepare = session.Renew },
            new Subject(Batch, () => Callers.Run(Many, Batch, () => manager.AppendMessageAsync(session.Id, Sample.Message))) { Prepare = session.Renew },
            new Subject(Batch, () => Repeat(bare.Append)) { Prepare = bare.Clear },
            new Subject(Batch / 40, () => Repeat(() => File.AppendAllText(plain, Sample.Text), Batch / 40)) { Prepare = () => File.Delete(plain) });
        yield return Compare.Share("jsonl: one caller, of a bare append", figures[0], figures[2], atLeast: 0.38);
        yield return Compare.Share($"jsonl: {Many} callers on one session, of a bare append", figures[1], figures[2], atLeast: 0.8);
        yield return Compare.Share("jsonl: one caller, of File.AppendAllText", figures[0], figures[3], atLeast: 2.4);
        yield return Compare.Share($"jsonl: {Many} callers, of File.AppendAllText", figures[1], figures[3], atLeast: 2.4);
    }

    private static void Repeat(Action operation, int count = Batch)
    {
        for (var i = 0; i < count; i++)
        {
            operation();
        }
    }
}
