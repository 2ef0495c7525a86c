using System.Globalization;
using Sessions.TestProcess.Torture;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// <c>reborn KIND DIRECTORY LOG DEAD SEED TASKS</c>: prints <c>ready</c>, then deletes and creates again the same few sessions
/// until a line comes in, and prints how many it deleted. It ends with an error when it sees what no process may see.
/// </summary>
internal sealed class RebornVerb : IVerb
{
    public string Name => "reborn";

    public async Task<int> RunAsync(string[] arguments)
    {
        await using var store = TestStores.Open(arguments[0], arguments[1]);
        using var dead = new DeadIncarnations(arguments[3]);
        using var log = new DeadIncarnations(arguments[2]);
        using var stop = new CancellationTokenSource();
        var seed = int.Parse(arguments[4], CultureInfo.InvariantCulture);
        var work = Task.WhenAll(Enumerable.Range(0, int.Parse(arguments[5], CultureInfo.InvariantCulture))
            .Select(task => Task.Run(() => new RebornTask(new SessionManager(store), log, dead, new Random(seed + task)).RunAsync(stop.Token))));
        var watch = Task.Run(() => new RebornWatcher(new SessionManager(store)).RunAsync(stop.Token));
        Console.WriteLine("ready");
        var line = Console.In.ReadLineAsync();
        var first = await Task.WhenAny(work, watch, line);
        if (first != line)
        {
            await first;
        }

        await stop.CancelAsync();
        var deleted = (await work).Sum();
        Console.WriteLine($"{deleted} {await watch}");
        return 0;
    }
}
