using System.Globalization;
using Sessions.TestProcess.Torture;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// <c>torture KIND DIRECTORY LOG SEED SLOT LIFE TASKS [INHERITED]</c>: prints <c>ready</c>, then commits until a line comes in,
/// and prints how many commits were answered. INHERITED is the log of a killed process, whose keyed commits are made again.
/// </summary>
internal sealed class TortureVerb : IVerb
{
    public string Name => "torture";

    public async Task<int> RunAsync(string[] arguments)
    {
        int Number(int index) => int.Parse(arguments[index], CultureInfo.InvariantCulture);
        var inherited = arguments.Length > 7 ? Unanswered(arguments[7]) : [];
        await using var store = TestStores.Open(arguments[0], arguments[1]);
        using var log = new Acknowledgements(arguments[2]);
        using var stop = new CancellationTokenSource();
        var work = new Workload(store, log, new WorkloadPlan(Number(3), Number(4), Number(5), Number(6), Losses.In(Path.GetDirectoryName(arguments[2])!))).RunAsync(inherited, stop.Token);
        Console.WriteLine("ready");

        // Whatever goes wrong must end the process at once, not when it is told to stop.
        // (The console reads on the thread that asks it, whatever the name says.)
        if (await Task.WhenAny(work, Task.Run(Console.In.ReadLineAsync)) == work)
        {
            await work;
        }

        await stop.CancelAsync();
        Console.WriteLine(await work);
        return 0;
    }

    /// <summary>The newest intentions of which it is not known whether they were carried out.</summary>
    private static List<(string Session, Mark Mark)> Unanswered(string path)
    {
        var open = new Dictionary<Mark, string>();
        foreach (var line in Acknowledgements.Read(path))
        {
            if (line[0] is "intend" or "answered" or "refused" && Mark.TryParse(line[2], out var mark))
            {
                if (line[0] == "intend")
                {
                    open[mark] = line[1];
                }
                else
                {
                    open.Remove(mark);
                }
            }
        }

        return [.. open.Select(pair => (pair.Value, pair.Key))];
    }
}
