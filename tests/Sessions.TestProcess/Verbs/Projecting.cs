using Sessions.Stores.FileSystem;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// <c>projecting DIRECTORY HISTORY NAME COUNT SESSION…</c>: prints <c>ready</c>, waits for a line, then appends a message and links an
/// invocation in one session after the other, having projections written now and then. After COUNT of them it prints
/// <c>done</c>, waits for a line, and closes the store.
/// </summary>
internal sealed class Projecting : IVerb
{
    public string Name => "projecting";

    public async Task<int> RunAsync(string[] arguments)
    {
        await using var store = new FileSystemStore(arguments[0], arguments[1]);
        var manager = new SessionManager(store);
        var (name, count, sessions) = (arguments[2], int.Parse(arguments[3]), arguments[4..]);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        for (int i = 0; i < count; i++)
        {
            string id = sessions[i % sessions.Length];
            await manager.GetOrCreateAsync(id);
            await manager.UpdateAsync(id, update => update
                .AppendMessage(NewMessage.User($"{name}-{i}"))
                .LinkInvocation(new Invocation($"{name}-{i}", "tool")));
            if (i % 5 == 0)
            {
                await store.FlushProjectionsAsync();
            }
        }

        Console.WriteLine("done");
        await Console.In.ReadLineAsync();
        return 0;
    }
}
