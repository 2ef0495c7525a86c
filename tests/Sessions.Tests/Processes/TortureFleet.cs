using Sessions.TestProcess.Torture;

namespace Sessions.Tests.Processes;

/// <summary>Processes that torture one store, each in a place that another takes when it is killed.</summary>
internal sealed class TortureFleet(string kind, string directory, string logs, int seed, int tasks) : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly List<string> _logs = [];
    private ChildProcess[] _places = [];
    private int[] _lives = [];
    private string[] _current = [];

    /// <summary>The logs of all processes that there were.</summary>
    public IReadOnlyList<string> Logs => _logs;

    public int Count => _places.Length;

    /// <summary>Where it is said that the server lost what it had shown.</summary>
    public Losses Losses { get; } = Losses.In(logs);

    public async Task StartAsync(int count)
    {
        _places = new ChildProcess[count];
        _lives = new int[count];
        _current = new string[count];
        // All at once: those that came first would keep the others from starting.
        await Task.WhenAll(Enumerable.Range(0, count).Select(slot => FillAsync(slot)));
    }

    public async Task KillAndReplaceAsync(int slot)
    {
        await _places[slot].KillAsync();
        await _places[slot].DisposeAsync();
        _lives[slot]++;
        await FillAsync(slot, _current[slot]);
    }

    public void Suspend(int slot) => _places[slot].Suspend();

    public void Resume(int slot) => _places[slot].Resume();

    /// <summary>Waits until so many bytes more were acknowledged.</summary>
    public async Task AdvanceAsync(long bytes)
    {
        var goal = Progress() + bytes;
        await UntilAsync(() => Progress() >= goal, () => $"The processes got no further than {Progress()} of {goal} bytes of acknowledgements.");
    }

    /// <summary>Waits until a commit under the lease was acknowledged: the first who had it may have been killed with it.</summary>
    public async Task FencedAsync() => await UntilAsync(
        () => _logs.Any(log => Acknowledgements.Read(log).Any(line => line[0] == "fenced")), () => "Nobody was answered under the lease.");

    /// <summary>Waits until the others got on by so much or, since a stopped one may hold what they need, until nobody does.</summary>
    public async Task StandStillAsync(long bytes)
    {
        long goal = Progress() + bytes, last = -1;
        for (var still = 0; still < 30 && last < goal;)
        {
            var now = Progress();
            still = now == last ? still + 1 : 0;
            last = now;
            await Task.Delay(1);
        }
    }

    /// <summary>Lets all of them end, and asks each how many commits it was answered.</summary>
    public async Task<long> StopAsync()
    {
        foreach (var child in _places)
        {
            await child.WriteLineAsync("stop");
        }

        var answered = 0L;
        foreach (var child in _places)
        {
            answered += long.Parse(await child.ReadLineAsync());
            if (await child.WaitForExitAsync() is not 0 and var code)
            {
                throw new InvalidOperationException($"A process ended with {code}.");
            }
        }

        return answered;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var child in _places.Where(child => child is not null))
        {
            await child.DisposeAsync();
        }
    }

    private async Task FillAsync(int slot, params string[] inherited)
    {
        var log = Path.Combine(logs, $"process-{slot}-{_lives[slot]}");
        _logs.Add(log);
        _current[slot] = log;
        _places[slot] = await ChildProcess.StartReadyAsync(
            "torture", [kind, directory, log, $"{seed + slot}", $"{slot}", $"{_lives[slot]}", $"{tasks}", .. inherited]);
    }

    private async Task UntilAsync(Func<bool> isSo, Func<string> complaint)
    {
        var end = Environment.TickCount64 + (long)s_patience.TotalMilliseconds;
        while (!isSo())
        {
            await ThrowIfOneEndedAsync();
            if (Environment.TickCount64 > end)
            {
                throw new TimeoutException(complaint());
            }

            await Task.Delay(1);
        }
    }

    private async Task ThrowIfOneEndedAsync()
    {
        if (_places.FirstOrDefault(child => child.HasExited) is { } ended)
        {
            // Its last words say why.
            await ended.ReadLineAsync();
            throw new InvalidOperationException("A process ended before it was told to.");
        }
    }

    private long Progress() => _logs.Sum(log => new FileInfo(log) is { Exists: true } file ? file.Length : 0);
}
