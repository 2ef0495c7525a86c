using Sessions.TestServers;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// Starts a server and holds it until it is told to end: <c>server postgresql|mariadb</c>. Says the server's process and directory.
/// </summary>
internal sealed class ServerHolder : IVerb
{
    public string Name => "server";

    public async Task<int> RunAsync(string[] arguments)
    {
        DatabaseServer server = arguments[0] == "mariadb" ? await SharedServers.MariaDbAsync() : await SharedServers.PostgreSqlAsync();
        Console.WriteLine("ready");
        Console.WriteLine(server.ProcessId);
        Console.WriteLine(server.Directory);
        await Console.In.ReadLineAsync();
        return 0;
    }
}
