namespace Sessions.Benchmarks.Quick.Sql;

/// <summary>What a session of 100,000 messages costs beside one of a hundred.</summary>
internal static class FlatHistory
{
    private const int Rounds = 41;
    private const int Batch = 32;
    private const int Short = 100;
    private const int Long = 100_000;
    private const int Newest = 50;

    public static IEnumerable<Row> Measure(BulkDatabase database)
    {
        using var cached = new OpenStore(database.Open());
        using var uncached = new OpenStore(database.Open(messageCacheSize: 0));
        using var few = new ColdStore(database);
        using var much = new ColdStore(database);
        using var beneath = new ColdStore(database);
        var manager = new SessionManager(cached.Store);
        Begin(manager, "warm", Short);
        Begin(manager, "short", Short);
        Begin(manager, "long", Long);
        Begin(manager, "beneath", Short, "b");
        Append(manager, "beneath", Long);
        database.Count();
        database.Settle();

        var commit = Interleaved.Measure(Rounds, Commits(manager), new Subject(Batch, () => Commit(manager, "long")));
        yield return Compare.Flat($"{database.Name}: commit, {Short} to {Long:N0}", commit[1], commit[0], atMost: 1.5);
        var view = Interleaved.Measure(Rounds, View(manager, "short"), View(manager, "long"));
        yield return Compare.Flat($"{database.Name}: view, {Short} to {Long:N0}", view[1], view[0], atMost: 1.5);
        foreach (var (store, how) in new[] { (cached.Store, "kept"), (uncached.Store, "not kept") })
        {
            var reader = new SessionManager(store);
            var newest = Interleaved.Measure(Rounds, Read(reader, "short"), Read(reader, "long"), Read(reader, "beneath", "b"));
            yield return Compare.Flat($"{database.Name}: newest {Newest}, {how}", newest[1], newest[0], atMost: 1.5);
            yield return Compare.Flat($"{database.Name}: newest {Newest}, {how}, beneath {Long:N0}", newest[2], newest[0], atMost: 1.5);
        }

        var opened = Interleaved.Measure(Rounds, Open(few, "short"), Open(much, "long"));
        yield return Compare.Flat($"{database.Name}: view, cold", opened[1], opened[0], atMost: 1.5);
        var read = Interleaved.Measure(Rounds, Open(few, "short", Chat.Main), Open(much, "long", Chat.Main), Open(beneath, "beneath", "b"));
        yield return Compare.Flat($"{database.Name}: view and newest {Newest}, cold", read[1], read[0], atMost: 1.5);
        yield return Compare.Flat($"{database.Name}: the same, beneath {Long:N0}", read[2], read[0], atMost: 1.5);
    }

    private static void Begin(SessionManager manager, string id, int messages, string chat = Chat.Main)
    {
        manager.CreateAsync(new NewSession { Id = id }).Now();
        Append(manager, id, messages, chat);
    }

    private static void Append(SessionManager manager, string id, int messages, string chat = Chat.Main)
    {
        for (var left = messages; left > 0; left -= 10_000)
        {
            manager.AppendMessagesAsync(id, Enumerable.Repeat(Sample.Message, Math.Min(left, 10_000)), chat: chat).Now();
        }
    }

    /// <summary>Commits to a session that is made anew for each batch, so that it stays short.</summary>
    private static Subject Commits(SessionManager manager)
    {
        var generation = 0;
        return new Subject(Batch, () => Commit(manager, $"short-{generation}"))
        {
            Prepare = () =>
            {
                if (generation > 0)
                {
                    manager.DeleteAsync($"short-{generation}").Now();
                }

                Begin(manager, $"short-{++generation}", Short);
            },
        };
    }

    private static void Commit(SessionManager manager, string id)
    {
        for (var i = 0; i < Batch; i++)
        {
            manager.AppendMessageAsync(id, Sample.Message).Now();
        }
    }

    private static Subject View(SessionManager manager, string id) => new(Batch, () =>
    {
        for (var i = 0; i < Batch; i++)
        {
            manager.GetAsync(id).Now();
        }
    });

    private static Subject Read(SessionManager manager, string id, string chat = Chat.Main) => new(Batch, () =>
    {
        for (var i = 0; i < Batch; i++)
        {
            manager.ReadNewestMessagesAsync(id, Newest, chat).Now();
        }
    });

    /// <summary>Reads a session by a store that has never heard of it, but has its connection and has looked at its tables.</summary>
    private static Subject Open(ColdStore cold, string id, string? chat = null) => new(1, () =>
    {
        cold.Manager.GetAsync(id).Now();
        if (chat is not null)
        {
            cold.Manager.ReadNewestMessagesAsync(id, Newest, chat).Now();
        }
    })
    {
        Prepare = () =>
        {
            cold.Reopen();
            cold.Manager.GetAsync("warm").Now();
            cold.Manager.ReadNewestMessagesAsync("warm", Newest).Now();
        },
    };
}
