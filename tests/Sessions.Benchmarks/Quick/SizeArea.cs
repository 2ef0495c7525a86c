using Sessions.Stores.InMemory;
using Sessions.Tests.Performance;

namespace Sessions.Benchmarks.Quick;

/// <summary>What an idle session takes, and that a view does not grow with the history.</summary>
internal static class SizeArea
{
    private const int Sessions = 10_000;
    private const int Few = 100;
    private const int Many = 100_000;

    public static IEnumerable<Row> Measure()
    {
        yield return Idle();
        yield return View();
    }

    private static Row Idle()
    {
        var store = new InMemoryStore();
        var manager = new SessionManager(store);

        // What every store has once, and the first session brings with it, is not a session's.
        Fill(manager, Sessions);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Sessions; i++)
        {
            Fill(manager, i);
        }

        var each = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / Sessions;
        var content = 10 * (Sample.MessageBytes + ObjectGraph.SizeOf(Sample.Text));
        GC.KeepAlive(store);
        return new Row(
            "idle session: ten state keys, ten 200-byte messages",
            Format.Bytes(each),
            Format.Bytes(content),
            Format.Times(each / content),
            "<= 8,192 B",
            each <= 8192);
    }

    private static void Fill(SessionManager manager, int number)
    {
        // Keys, values and texts are objects of their own, as they are when they come from outside.
        var id = $"session-{number}";
        manager.CreateAsync(new NewSession
        {
            Id = id,
            State = Enumerable.Range(0, 10).ToDictionary(static i => $"state-key-{i}", i => (JsonText)(number + i)),
        }).Now();
        for (var i = 0; i < 10; i++)
        {
            manager.AppendMessageAsync(id, NewMessage.User(new string('x', Sample.Text.Length))).Now();
        }
    }

    private static Row View()
    {
        var (few, many) = (SizeOfView(Few), SizeOfView(Many));
        return new Row(
            "view: 100,000 of everything, and 100",
            Format.Bytes(many),
            Format.Bytes(few),
            Format.Times((double)many / few),
            "<= 1.00 x",
            many <= few);
    }

    private static long SizeOfView(int count)
    {
        var manager = new SessionManager(new InMemoryStore());
        manager.CreateAsync(new NewSession { Id = "all" }).Now();
        for (var i = 0; i < count; i++)
        {
            manager.UpdateAsync("all", update => update
                .AppendMessage(Sample.Message)
                .LinkInvocation(new Invocation($"invocation-{i:D6}", "tool"))
                .BeginTransition(Channel.Cli)
                .AddEvent("custom")).Now();
            manager.UpdateAsync("all", static update => update.CompleteTransition()).Now();
        }

        return ObjectGraph.SizeOf(manager.GetAsync("all").Now());
    }
}
