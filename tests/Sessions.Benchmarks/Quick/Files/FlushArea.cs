using Sessions.Stores.Jsonl;

namespace Sessions.Benchmarks.Quick.Files;

/// <summary>Commits to one JSONL session that are answered once they are flushed, and share the flush.</summary>
internal static class FlushArea
{
    private const int Rounds = 15;
    private const int Batch = 3_200;
    private const int Many = 64;
    private const int Few = 50;

    public static IEnumerable<Row> Measure()
    {
        using var directory = new TempDirectory();
        using var opened = new OpenStore(new JsonlStore(directory.Of("store"), new JsonlStoreOptions { FlushToDisk = true }));
        using var bare = new BareLog(directory.Of("bare"));
        using var each = new BareLog(directory.Of("each"));
        using var group = new BareGroupCommit(bare);
        var manager = new SessionManager(opened.Store);
        var session = new FreshSession(manager);
        var figures = Interleaved.Measure(
            Rounds,
            new Subject(Batch, () => Callers.Run(Many, Batch, () => manager.AppendMessageAsync(session.Id, Sample.Message))) { Prepare = session.Renew },
            new Subject(Batch, () => Callers.Run(Many, Batch, group.AppendAsync)) { Prepare = bare.Clear },
            new Subject(Few, () => FlushEach(each)) { Prepare = each.Clear });
        yield return Compare.Share($"jsonl: flushed, {Many} callers, of a bare group commit", figures[0], figures[1], atLeast: 0.7);
        yield return Compare.Share($"jsonl: flushed, {Many} callers, of a flush each", figures[0], figures[2], atLeast: 1);
    }

    private static void FlushEach(BareLog log)
    {
        for (var i = 0; i < Few; i++)
        {
            log.Append();
            log.Flush();
        }
    }
}
