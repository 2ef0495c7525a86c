namespace Sessions.Benchmarks.Quick.Sql;

/// <summary>What a session costs among a million beside one among a thousand.</summary>
internal static class FlatRows
{
    private const int Rounds = 21;
    private const int Few = 1000;
    private const int Many = 1_000_000;
    private const int Spread = 500;
    private const int Due = 100;
    private const string Living = "living";
    private const string Expired = "expired";
    private static readonly SessionFilter OfOne = new() { UserId = "user-7" };

    public static IEnumerable<Row> Measure(Func<BulkDatabase> make)
    {
        using var among = make();
        using var alone = make();
        var name = among.Name;
        Fill(among, Many);
        Fill(alone, Few);
        using var larger = new OpenStore(among.Open());
        using var smaller = new OpenStore(alone.Open());
        var many = new SessionManager(larger.Store);
        var few = new SessionManager(smaller.Store);
        var next = 0;

        yield return Flat("commit to one", 1.5, 32, (manager, _) => manager.AppendMessageAsync("own", Sample.Message).Now());
        yield return Flat($"commit to {Spread} in turn", 1.5, 32, (manager, rows) => manager.AppendMessageAsync(Next(rows), Sample.Message).Now());
        yield return Flat("view of one", 1.5, 32, (manager, _) => manager.GetAsync("own").Now());
        yield return Flat($"view of {Spread} in turn", 1.5, 32, (manager, rows) => manager.GetAsync(Next(rows)).Now());
        yield return Flat("newest 100", 1.5, 4, (manager, _) => Expect(100, manager.ListAsync().Now().Sessions.Count));
        yield return Flat("newest 100 of one user", 1.5, 4, (manager, _) => Expect(100, manager.ListAsync(OfOne).Now().Sessions.Count));
        // His rows lie a hundred pages apart, of which a small table has hardly more than that in all.
        yield return Flat("count of one user's", 3, 8, (manager, _) => Expect(100, manager.CountAsync(OfOne).Now()));
        yield return Flat("cleanup with none due", 1.5, 8, (manager, _) => Expect(0, manager.CleanUpAsync().Now()));
        var due = Interleaved.Measure(9, CleanUp(among, many), CleanUp(alone, few));
        yield return Compare.Flat($"{name}: cleanup of {Due}, among a million", due[0], due[1], atMost: 1.5);

        Row Flat(string operation, double atMost, int batch, Action<SessionManager, int> run)
        {
            var figures = Interleaved.Measure(Rounds, Repeat(many, Many), Repeat(few, Few));
            return Compare.Flat($"{name}: {operation}, among a million", figures[0], figures[1], atMost);

            Subject Repeat(SessionManager manager, int rows) => new(batch, () =>
            {
                for (var i = 0; i < batch; i++)
                {
                    run(manager, rows);
                }
            });
        }

        string Next(int rows) => BulkDatabase.IdOf(Living, next++ % Spread * (rows / Spread));
    }

    private static void Fill(BulkDatabase database, int rows)
    {
        using (var opened = new OpenStore(database.Open()))
        {
            var manager = new SessionManager(opened.Store);
            manager.CreateAsync(new NewSession { Id = Living, IdleTimeout = TimeSpan.FromDays(365) }).Now();
            manager.CreateAsync(new NewSession { Id = Expired, IdleTimeout = TimeSpan.FromMilliseconds(1) }).Now();
            manager.Begin("own", 1);
            database.Keep(Living);
            database.Keep(Expired);
            while (manager.CleanUpAsync().Now() == 0)
            {
                // It has its one millisecond yet.
            }
        }

        // By what the engine counted, a tenth is due. That this is over it has not heard, nor does it in an app until much has changed.
        database.Copy(Living, rows);
        database.Copy(Expired, rows / 10);
        database.Count();
        database.RemoveCopies(Expired);
        database.Settle();
    }

    private static Subject CleanUp(BulkDatabase database, SessionManager manager) => new(1, () => Expect(Due, manager.CleanUpAsync().Now()))
    {
        Prepare = () => database.Copy(Expired, Due),
    };

    private static void Expect(long expected, long found)
    {
        if (found != expected)
        {
            throw new InvalidOperationException($"{expected} sessions were expected, not {found}.");
        }
    }
}
