using Sessions.Benchmarks.Quick.Files;
using Sessions.Sqlite;

namespace Sessions.Benchmarks.Quick.Sql;

/// <summary>Commits to SQLite, each as durable as a transaction with full synchronisation, beside one prepared insert in the same file system.</summary>
internal static class SqliteArea
{
    private const int Rounds = 9;
    private const int Alone = 200;
    private const int Together = 12_800;
    private const int Many = 64;

    public static IEnumerable<Row> Measure()
    {
        using var directory = new TempDirectory();
        using var opened = new OpenStore(SqliteStores.Open(directory.Of("store.db")));
        using var bare = new BareSqlite(directory.Of("bare.db"));
        using var group = new BareSqliteGroup(directory.Of("group.db"), Many);
        var manager = new SessionManager(opened.Store);
        var ids = Enumerable.Range(0, Many).Select(static i => $"session-{i}").ToArray();
        foreach (var id in ids)
        {
            manager.Begin(id, 1);
        }

        var next = 0;
        var figures = Interleaved.Measure(
            Rounds,
            new Subject(Alone, () => Callers.Run(1, Alone, () => manager.AppendMessageAsync(ids[0], Sample.Message))),
            new Subject(Together, () => Callers.Run(Many, Together, () => manager.AppendMessageAsync(ids[0], Sample.Message))),
            new Subject(Together, () => Callers.Run(Many, Together, () => manager.AppendMessageAsync(ids[Interlocked.Increment(ref next) % Many], Sample.Message))),
            new Subject(Together, () => group.Commit(Together / Many)),
            new Subject(Alone, () => bare.Insert(Alone)),
            new Subject(200, () => Read(manager, ids[0])),
            new Subject(200, () => bare.ReadNewest(200, 50)));
        yield return Compare.Share("sqlite: one caller, of a bare insert", figures[0], figures[4], atLeast: 0.6);
        yield return Compare.Share($"sqlite: {Many} callers on one session, of a bare insert", figures[1], figures[4], atLeast: 10);

        // Each has pages of its own, and whoever writes them all writes 3 to 5 times what one insert at a time does: that is the limit here.
        yield return Compare.Share($"sqlite: {Many} callers on {Many} sessions, of a bare writer who gathers", figures[2], figures[3], atLeast: 0.5);
        yield return Compare.Share("sqlite: newest 50, of a bare prepared query", figures[5], figures[6], atLeast: 0.7);
    }

    private static void Read(SessionManager manager, string id)
    {
        for (var i = 0; i < 200; i++)
        {
            manager.ReadNewestMessagesAsync(id, 50).AsTask().GetAwaiter().GetResult();
        }
    }
}
