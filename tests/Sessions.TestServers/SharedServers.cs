namespace Sessions.TestServers;

/// <summary>One server of a kind for all tests of this process, started when it is first asked for, gone when the process is.</summary>
public static class SharedServers
{
    private static readonly Lazy<Task<PostgreSqlServer>> PostgreSqlStart = new(() => PostgreSqlServer.StartAsync());
    private static readonly Lazy<Task<MariaDbServer>> MariaDbStart = new(() => MariaDbServer.StartAsync());

    /// <summary>The PostgreSQL server. Nobody stops it: whoever has to, starts one of his own.</summary>
    public static Task<PostgreSqlServer> PostgreSqlAsync() => PostgreSqlStart.Value;

    /// <summary>The MariaDB server. Nobody stops it: whoever has to, starts one of his own.</summary>
    public static Task<MariaDbServer> MariaDbAsync() => MariaDbStart.Value;
}
