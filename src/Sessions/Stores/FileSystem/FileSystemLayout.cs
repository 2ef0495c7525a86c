using Sessions.Stores.Files;

namespace Sessions.Stores.FileSystem;

/// <summary>One folder a session, named for it as far as file systems allow.</summary>
internal sealed class FileSystemLayout(string root) : IFileLayout
{
    public const string LogName = "log.jsonl";

    private readonly string _sessions = Path.Combine(root, "sessions");
    private readonly string _partitions = Path.Combine(root, "partitions");

    /// <inheritdoc/>
    public string Root { get; } = root;

    /// <inheritdoc/>
    public string ExpiredDirectory { get; } = Path.Combine(root, "expired");

    /// <inheritdoc/>
    public string IndexDirectory { get; } = Path.Combine(root, "index");

    /// <summary>The directory of the locks of the projections.</summary>
    public string ProjectionLocks => Path.Combine(Root, "projections");

    /// <summary>The folder of a session.</summary>
    public string FolderOf(SessionKey key) => key.Partition.Length == 0
        ? Path.Combine(_sessions, FileNames.Of(key.Id))
        : Path.Combine(_partitions, FileNames.Of(key.Partition), FileNames.Of(key.Id));

    /// <inheritdoc/>
    public string LogOf(SessionKey key) => Path.Combine(FolderOf(key), LogName);

    // An incarnation is random: no two logs that are set aside meet, whatever partitions they come from.
    /// <inheritdoc/>
    public string ExpiredLogOf(SessionKey key, string incarnation) =>
        Path.Combine(ExpiredDirectory, $"{FileNames.Of(key.Id)}.{FileNames.Of(incarnation)}.jsonl");

    /// <inheritdoc/>
    public IEnumerable<string> Logs() => Folders().Select(static folder => Path.Combine(folder, LogName)).Where(File.Exists);

    /// <summary>The folders of all sessions, in no order.</summary>
    public IEnumerable<string> Folders()
    {
        foreach (var folder in FoldersIn(_sessions))
        {
            yield return folder;
        }

        foreach (var partition in FoldersIn(_partitions))
        {
            foreach (var folder in FoldersIn(partition))
            {
                yield return folder;
            }
        }
    }

    private static IEnumerable<string> FoldersIn(string folder)
    {
        try
        {
            return Directory.EnumerateDirectories(folder);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
