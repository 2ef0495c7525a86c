using Sessions.TestServers;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// Starts a server and holds it until it is told to end: <c>server postgresql|mariadb|mysql</c>. Says the server's process
/// and directory, and the connection string of an empty database.
/// </summary>
internal sealed class ServerHolder : IVerb
{
    public string Name => "server";

    public async Task<int> RunAsync(string[] arguments)
    {
        DatabaseServer server = arguments[0] is "mariadb" or "mysql" ? await SharedServers.MariaDbAsync() : await SharedServers.PostgreSqlAsync();
        Console.WriteLine("ready");
        Console.WriteLine(server.ProcessId);
        Console.WriteLine(server.Directory);
        await using var database = await server.CreateDatabaseAsync();
        Console.WriteLine(database.ConnectionString);
        await Console.In.ReadLineAsync();
        return 0;
    }
}
