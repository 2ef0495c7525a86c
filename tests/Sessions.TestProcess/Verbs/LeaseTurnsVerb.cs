using System.Globalization;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// <c>lease-turns KIND DIRECTORY SESSION FILE TASKS TURNS</c>: TASKS tasks take the lease TURNS times each, waiting for it, and
/// under it add to number 0 of FILE without any other lock and commit what they found. Prints <c>ready</c>, waits for a line,
/// and prints how many turns there were.
/// </summary>
internal sealed class LeaseTurnsVerb : IVerb
{
    public string Name => "lease-turns";

    public async Task<int> RunAsync(string[] arguments)
    {
        await using var store = TestStores.Open(arguments[0], arguments[1]);
        var manager = new SessionManager(store);
        using var numbers = new SharedNumbers(arguments[3]);
        var turns = int.Parse(arguments[5], CultureInfo.InvariantCulture);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        var tasks = Enumerable.Range(0, int.Parse(arguments[4], CultureInfo.InvariantCulture)).Select(_ => Task.Run(async () =>
        {
            for (var turn = 0; turn < turns; turn++)
            {
                await using var lease = await manager.AcquireLeaseAsync(arguments[2], wait: TimeSpan.FromMinutes(1));
                var value = numbers.Increment(0, pause: 2_000);
                await manager.AppendMessageAsync(
                    arguments[2],
                    NewMessage.Assistant($"{value} {lease.Token.FencingToken}"),
                    new CommitOptions { Lease = lease.Token });
            }
        }));
        await Task.WhenAll(tasks);
        Console.WriteLine(arguments[4]);
        return 0;
    }
}
