using System.Globalization;
using Sessions.Stores;

namespace Sessions.TestProcess.Torture;

/// <summary>
/// One process's share of the torture: tasks that commit to the same sessions without pause, and a task that reads and
/// complains of anything that no reader may see.
/// </summary>
internal sealed class Workload(ISessionStore store, Acknowledgements log, WorkloadPlan plan)
{
    public static IReadOnlyList<string> Sessions { get; } =
        [.. Enumerable.Range(0, 10).Select(i => string.Create(CultureInfo.InvariantCulture, $"s-{i}"))];

    private readonly SessionManager _manager = new(store);

    /// <summary>Makes again what a killed process intended, and then commits and reads until told to stop.</summary>
    /// <returns>How many commits were answered.</returns>
    public async Task<long> RunAsync(IReadOnlyList<(string Session, Mark Mark)> inherited, CancellationToken stop)
    {
        foreach (var id in Sessions)
        {
            await _manager.GetOrCreateAsync(id, new NewSession { NoIdleTimeout = true }, cancellationToken: CancellationToken.None);
        }

        var first = new WorkloadTask(_manager, log, plan, 0);
        foreach (var (session, mark) in inherited)
        {
            await first.KeyedAsync(session, mark);
        }

        using var done = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reader = Task.Run(() => new WorkloadReader(_manager, log, plan).RunAsync(done.Token), CancellationToken.None);
        var writers = Enumerable.Range(0, plan.Tasks)
            .Select(task => Task.Run(() => new WorkloadTask(_manager, log, plan, task).RunAsync(stop), CancellationToken.None));
        var fenced = Task.Run(() => new FencedTask(store, log, plan).RunAsync(done.Token), CancellationToken.None);
        var all = Task.WhenAll(writers);

        // One that complains ends the process; the writers would go on without end.
        if (await Task.WhenAny(all, reader, fenced) is var ended && ended != all)
        {
            await ended;
        }

        var counts = await all;
        await done.CancelAsync();
        await reader;
        await fenced;
        return counts.Sum();
    }
}
