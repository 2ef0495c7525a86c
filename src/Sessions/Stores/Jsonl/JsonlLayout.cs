using Sessions.Stores.Files;

namespace Sessions.Stores.Jsonl;

/// <summary>
/// <c>sessions/{name}.jsonl</c> in the store's directory, or <c>partitions/{name}/{name}.jsonl</c>. Only logs end in
/// <c>.jsonl</c> there, so that no other file can be one's that somebody named a session for.
/// </summary>
internal sealed class JsonlLayout(string root) : IFileLayout
{
    private const string Extension = ".jsonl";

    private readonly string _sessions = Path.Combine(root, "sessions");
    private readonly string _partitions = Path.Combine(root, "partitions");

    public string Root { get; } = root;

    public string ExpiredDirectory { get; } = Path.Combine(root, "expired");

    public string IndexDirectory { get; } = Path.Combine(root, "index");

    public string LogOf(SessionKey key) => Path.Combine(
        key.Partition.Length == 0 ? _sessions : Path.Combine(_partitions, FileNames.Of(key.Partition)),
        FileNames.Of(key.Id) + Extension);

    // An incarnation is random: no two logs that are set aside meet, whatever partitions they come from.
    public string ExpiredLogOf(SessionKey key, string incarnation) =>
        Path.Combine(ExpiredDirectory, $"{FileNames.Of(key.Id)}.{FileNames.Of(incarnation)}{Extension}");

    public IEnumerable<string> Logs() => In(_sessions, SearchOption.TopDirectoryOnly).Concat(In(_partitions, SearchOption.AllDirectories));

    private static IEnumerable<string> In(string directory, SearchOption depth) =>
        Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*" + Extension, depth) : [];
}
