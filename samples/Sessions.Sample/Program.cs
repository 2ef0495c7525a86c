using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Sessions;
using Sessions.Sample;
using Sessions.Sample.Import;
using Sessions.Sample.Totals;
using Sessions.Sample.WalkThrough;

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stopping.Cancel();
};

try
{
    return CommandLine.Parse(args) switch
    {
        Command.Help => Help(),
        Command.Walk walk => await WalkAsync(walk.Store, stopping.Token),
        Command.Import import => await WithSessionsAsync(
            import.Store, sessions => ImportCommand.RunAsync(sessions, import.File, stopping.Token), stopping.Token),
        Command.Stats stats => await WithSessionsAsync(
            stats.Store, sessions => StatsCommand.RunAsync(sessions, stopping.Token), stopping.Token),
        var other => throw new InvalidOperationException($"Nothing runs {other}."),
    };
}
catch (UsageException error)
{
    await Console.Error.WriteLineAsync($"{error.Message}\n\n{CommandLine.Usage}");
    return 2;
}
catch (Exception error) when (error
    is TranscriptException or WalkThroughException or SessionException or OptionsValidationException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Stopped. Run it again to go on from here.");
    return 130;
}

static int Help()
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

static async Task<int> WalkAsync(StoreChoice store, CancellationToken cancellationToken)
{
    var clock = new AdjustableClock();
    using var host = SampleHost.Over(store, clock);
    await host.StartAsync(cancellationToken);

    // In a partition of its own: the clock is put forward, and what others keep in the store is not to expire by that.
    var sessions = host.Services.GetRequiredService<SessionManager>().ForPartition($"walk-through-{Guid.NewGuid():N}");
    await new Walk(sessions, clock).RunAsync(cancellationToken);
    await host.StopAsync(cancellationToken);
    return 0;
}

static async Task<int> WithSessionsAsync(StoreChoice store, Func<SessionManager, Task<int>> run, CancellationToken cancellationToken)
{
    using var host = SampleHost.Over(store);
    await host.StartAsync(cancellationToken);
    var code = await run(host.Services.GetRequiredService<SessionManager>());
    await host.StopAsync(cancellationToken);
    return code;
}
