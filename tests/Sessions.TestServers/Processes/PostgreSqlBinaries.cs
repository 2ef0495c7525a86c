namespace Sessions.TestServers.Processes;

/// <summary>What it takes to run PostgreSQL.</summary>
internal sealed record PostgreSqlBinaries(string InitDb, string Postgres, ServerUser User)
{
    /// <summary>All of it, or null.</summary>
    public static PostgreSqlBinaries? Find()
    {
        // The two come from one directory: a link to one of several versions may stand anywhere.
        var directories = ServerBinaries.Directories(PostgreSqlServer.BinariesVariable, "/usr/lib/postgresql");
        return OperatingSystem.IsLinux()
            && directories.FirstOrDefault(IsWhole) is { } directory
            && ServerUser.Choose("postgres", "nobody") is { } user
                ? new PostgreSqlBinaries(Path.Combine(directory, "initdb"), Path.Combine(directory, "postgres"), user)
                : null;
    }

    private static bool IsWhole(string directory) =>
        ServerBinaries.Find([directory], "initdb") is not null && ServerBinaries.Find([directory], "postgres") is not null;
}
