namespace Sessions.TestServers.Processes;

/// <summary>Where the programs of a database server are.</summary>
internal static class ServerBinaries
{
    private static readonly string[] Usual =
        ["/usr/local/bin", "/usr/local/sbin", "/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/libexec", "/usr/local/libexec"];

    /// <summary>The directories to look in: the one that the variable names and no other, or else the path and the usual ones.</summary>
    /// <param name="variable">The name of an environment variable.</param>
    /// <param name="versions">A directory with one directory a version, each with a <c>bin</c>, the highest first; or none.</param>
    public static IReadOnlyList<string> Directories(string variable, string? versions = null)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named)
        {
            return [named];
        }

        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return [.. path, .. versions is null ? [] : Versions(versions), .. Usual];
    }

    /// <summary>The first file of the name.</summary>
    public static string? Find(IReadOnlyList<string> directories, string name) =>
        directories.Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Versions(string directory) =>
        Directory.Exists(directory)
            ? Directory.EnumerateDirectories(directory)
                .OrderByDescending(version => double.TryParse(Path.GetFileName(version), out var number) ? number : 0)
                .Select(version => Path.Combine(version, "bin"))
            : [];
}
