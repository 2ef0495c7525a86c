namespace Sessions.TestProcess.Verbs;

/// <summary>
/// <c>clean KIND DIRECTORY</c>: prints <c>ready</c>, waits for a line, cleans up, and prints the incarnation of each session
/// that it was handed, then <c>count N</c>.
/// </summary>
internal sealed class CleanVerb : IVerb
{
    public string Name => "clean";

    public async Task<int> RunAsync(string[] arguments)
    {
        await using var store = TestStores.Open(arguments[0], arguments[1]);
        var manager = new SessionManager(store, new SessionsOptions { CleanupBatch = 7 });
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        var count = await manager.CleanUpAsync(removed: (removed, _) =>
        {
            Console.WriteLine($"{removed.Session.Id} {removed.Session.Incarnation} {removed.Reason}");
            return ValueTask.CompletedTask;
        });
        Console.WriteLine($"count {count}");
        return 0;
    }
}
