using Sessions.Serialization;
using Sessions.Stores.Files;

namespace Sessions.Stores.FileSystem;

/// <summary>
/// <c>invocations/</c>: a link for each invocation to the folder of the tool's own record. Where the platform refuses symbolic
/// links, a file <c>NAME.link.json</c> that names the folder stands for it.
/// </summary>
internal sealed class InvocationLinks(string folder, HistoryRoot history, SessionKey key, bool symbolic)
{
    private const string FileSuffix = ".link.json";
    private const string RecordName = "record.jsonl";

    private readonly LineWriter _writer = new();

    // The way from here to the history is the same for every link; both ends are free of links themselves.
    private readonly string _way = Path.GetRelativePath(RealPath.Of(folder), history.Path);

    private HashSet<string>? _kept;

    /// <summary>What went wrong with links that could not be made; null when all are there.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Begins to make all links anew: <see cref="Complete"/> then removes what was not added.</summary>
    public void BeginAnew() => _kept = [];

    /// <summary>Links an invocation, and names the session in the tool's folder if the tool keeps no record there.</summary>
    /// <returns>The tool's folder below the history root; null when it may not be linked.</returns>
    public void Add(Invocation invocation, string target, SessionEvent linked)
    {
        try
        {
            if (!history.TryLocate(target, out var path))
            {
                return;
            }

            Directory.CreateDirectory(path);
            Directory.CreateDirectory(folder);
            KeepRecord(path, invocation, linked);
            Link(FileNames.Of(invocation.Id), target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // One tool's folder without permission must not keep all other projections from being written.
            Failure = error;
        }
    }

    /// <summary>Removes what is left of another incarnation or another history.</summary>
    /// <param name="any">Whether the session has invocations; the folder is then there, whatever could be linked.</param>
    public void Complete(bool any)
    {
        if (any)
        {
            Directory.CreateDirectory(folder);
        }

        if (_kept is null || Failure is not null || !Directory.Exists(folder))
        {
            return;
        }

        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (!_kept.Contains(entry.Name) && (entry.LinkTarget is not null || entry.Name.EndsWith(FileSuffix, StringComparison.Ordinal)))
            {
                entry.Delete();
            }
        }
    }

    private void Link(string name, string target)
    {
        target = Path.Combine(_way, target);
        if (!symbolic || !TryLink(name, target))
        {
            name += FileSuffix;
            _writer.Clear();
            _writer.Raw("{\"f\":1,\"target\":"u8);
            _writer.Text(target.Replace('\\', '/'));
            _writer.Raw("}\n"u8);
            Write(Path.Combine(folder, name), FileMode.Create);
        }

        _kept?.Add(name);
    }

    private bool TryLink(string name, string target)
    {
        var path = Path.Combine(folder, name);
        var old = new DirectoryInfo(path);
        if (old.LinkTarget is { } before)
        {
            if (before == target)
            {
                return true;
            }

            old.Delete();
        }

        try
        {
            Directory.CreateSymbolicLink(path, target);
            return true;
        }
        catch (Exception error) when (error is PlatformNotSupportedException or UnauthorizedAccessException or IOException)
        {
            // Windows without the privilege, a disk that knows no links. If it is the folder that may not be written, writing
            // the file fails too, and says so.
            return false;
        }
    }

    private void KeepRecord(string path, Invocation invocation, SessionEvent linked)
    {
        var record = Path.Combine(path, RecordName);
        if (File.Exists(record))
        {
            return;
        }

        // Whole or not at all, and never over the tool's own, which may come at any moment.
        var unfinished = Path.Combine(path, $".{RecordName}.{CommitId.New()}");
        _writer.Clear();
        ProjectionJson.WriteRecord(_writer, key, invocation, linked);
        Write(unfinished, FileMode.CreateNew);
        try
        {
            File.Move(unfinished, record, overwrite: false);
        }
        catch (IOException) when (File.Exists(record))
        {
            File.Delete(unfinished);
        }
    }

    private void Write(string path, FileMode mode)
    {
        using var file = File.OpenHandle(path, mode, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Write(file, _writer.Written, 0);
    }
}
