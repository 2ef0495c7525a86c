namespace Sessions.TestServers.Processes;

/// <summary>What it takes to run MariaDB.</summary>
internal sealed record MariaDbBinaries(string Install, string Server, ServerUser User)
{
    /// <summary>All of it, or null.</summary>
    public static MariaDbBinaries? Find()
    {
        var directories = ServerBinaries.Directories(MariaDbServer.BinariesVariable);
        return OperatingSystem.IsLinux()
            && ServerBinaries.Find(directories, "mariadb-install-db") is { } install
            && ServerBinaries.Find(directories, "mariadbd") is { } server
            && ServerUser.Choose("mysql", "nobody") is { } user
                ? new MariaDbBinaries(install, server, user)
                : null;
    }
}
