using Sessions.Stores;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// <c>migrate ENGINE CONNECTION SESSION</c>: opens a store at the word "go", creates a session, and says so. It may be the first on the
/// database, or one of many.
/// </summary>
internal sealed class MigrateVerb : IVerb
{
    public string Name => "migrate";

    public async Task<int> RunAsync(string[] arguments)
    {
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        await using ISessionStore store = SqlTestStores.Open(arguments[0], arguments[1]);
        await new SessionManager(store).CreateAsync(new NewSession { Id = arguments[2] });
        Console.WriteLine("created");
        return 0;
    }
}
