using Sessions.Stores;
using Xunit;

namespace Sessions.Testing;

// Promise 6: a cost that does not depend on the length of the history. Counted in bytes allocated, which no other load on
// the machine changes; the time is a matter for benchmarks.
public abstract partial class SessionStoreConformance
{
    private const double Flat = 1.5;

    // Below this a ratio says nothing: a buffer that grew, a task that was not at hand.
    private const long Noise = 256;

    /// <summary>How many messages the long history has that must cost what ten do; less where they take a store minutes to write.</summary>
    /// <value>100,000</value>
    protected virtual int LongHistory => 100_000;

    [ConformanceFact]
    public async Task A_long_history_makes_no_operation_dearer()
    {
        await GrowAsync("short", 10);
        await GrowAsync("long", LongHistory);
        (string Name, Func<string, Task> Run)[] operations =
        [
            ("commit a message", async id => await Manager.AppendMessageAsync(id, NewMessage.User("hello"))),
            ("commit state", async id => await Manager.SetStateAsync(id, "a", 1)),
            ("link an invocation", async id => await Manager.LinkInvocationAsync(id, new Invocation(Guid.NewGuid().ToString(), "t"))),
            ("read the view", async id => await Store.FindAsync(Key(id))),
            ("read the newest ten", async id => await Manager.ReadNewestMessagesAsync(id, 10)),
            ("read the newest ten of a chat beneath", async id => await Manager.ReadNewestMessagesAsync(id, 10, "beneath")),
            ("read the end of the log", async id => await Store.ReadLogAsync(Key(id), (await ViewAsync(id)).Version - 1, 1)),
        ];
        foreach (var (name, run) in operations)
        {
            await MeasureAsync(run, "short");
            var few = await MeasureAsync(run, "short");
            var many = await MeasureAsync(run, "long");

            // A store that is dearer is so each time; a neighbour that allocates without a pause, once in a while only.
            for (var again = 0; again < 5 && many > (few * Flat) + Noise; again++)
            {
                many = Math.Min(many, await MeasureAsync(run, "long"));
            }

            Assert.True(many <= (few * Flat) + Noise, $"To {name} allocates {few} bytes on a short session and {many} on a long one.");
        }
    }

    [ConformanceFact]
    public async Task A_long_history_makes_no_view_larger()
    {
        await GrowAsync("short", 10);
        await GrowAsync("long", 5_000);
        var few = await ViewAsync("short");
        var many = await ViewAsync("long");
        Assert.Equal(few.Chats.Length, many.Chats.Length);
        Assert.Equal(few.Channels.Length, many.Channels.Length);
        Assert.Equal(few.State.Count, many.State.Count);
        Assert.Equal(few.Invocations.Tools.Count, many.Invocations.Tools.Count);
    }

    private protected async Task GrowAsync(string id, int messages)
    {
        await Manager.CreateAsync(new NewSession { Id = id, NoIdleTimeout = true });
        await Manager.AppendMessagesAsync(id, Enumerable.Range(0, 10).Select(i => NewMessage.User($"{i}")), chat: "beneath");
        for (var done = 0; done < messages; done += 1000)
        {
            await Manager.UpdateAsync(id, update =>
            {
                for (var i = done; i < Math.Min(messages, done + 1000); i++)
                {
                    update.AppendMessage(NewMessage.User("a message of some length"));
                    if (i % 10 == 0)
                    {
                        update.SetState("step", i).LinkInvocation(new Invocation($"{i}", "t"));
                    }
                }
            });
        }
    }

    /// <summary>The least of many: what else the process allocates meanwhile does not count.</summary>
    private static async Task<long> MeasureAsync(Func<string, Task> run, string id)
    {
        var least = long.MaxValue;
        var rounds = 7;
        for (var round = 0; round < rounds; round++)
        {
            const int Times = 16;
            var thread = Environment.CurrentManagedThreadId;
            var own = GC.GetAllocatedBytesForCurrentThread();
            var stayed = true;
            var alone = long.MaxValue;
            for (var i = 0; i < Times; i++)
            {
                var all = GC.GetTotalAllocatedBytes(precise: true);
                var task = run(id);
                stayed &= task.IsCompleted;
                await task;
                alone = Math.Min(alone, GC.GetTotalAllocatedBytes(precise: true) - all);
            }

            // What completed on this thread is measured exactly, by the mean. Of what ran on others the whole process is the
            // measure, one operation at a time: in one of them nobody else may have allocated.
            rounds = stayed ? rounds : 25;
            least = Math.Min(least, stayed && Environment.CurrentManagedThreadId == thread
                ? (GC.GetAllocatedBytesForCurrentThread() - own) / Times
                : alone);
        }

        return least;
    }
}
