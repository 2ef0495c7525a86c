using System.Globalization;
using Sessions.TestProcess.Torture;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// <c>shrink KIND DIRECTORY LOG SEED TASKS</c>: prints <c>ready</c>, then writes to a few sessions and compacts them all the
/// time, with a horizon of next to nothing, until a line comes in. What was answered goes to the log, a line each.
/// </summary>
internal sealed class ShrinkVerb : IVerb
{
    public string Name => "shrink";

    public async Task<int> RunAsync(string[] arguments)
    {
        var seed = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        await using var store = TestStores.OpenShrinking(arguments[0], arguments[1], flush: seed % 2 == 0);
        using var log = new DeadIncarnations(arguments[2]);
        using var stop = new CancellationTokenSource();
        var tasks = Enumerable.Range(0, int.Parse(arguments[4], CultureInfo.InvariantCulture));
        var work = Task.WhenAll(tasks.Select(task => Task.Run(
            () => new ShrinkTask(store, log, $"{seed}.{task}", new Random(seed + task)).RunAsync(stop.Token))));
        Console.WriteLine("ready");
        var line = Console.In.ReadLineAsync();
        if (await Task.WhenAny(work, line) == line)
        {
            await stop.CancelAsync();
        }

        await work;
        Console.WriteLine("done");
        return 0;
    }
}
