using System.Text;
using Sessions.Stores.Files;

namespace Sessions.Stores.FileSystem;

/// <summary>
/// The folder in which tools keep the records of their invocations, a folder each. Says where an invocation's folder is, and
/// refuses what lies outside.
/// </summary>
internal sealed class HistoryRoot
{
    // What file systems allow a name to have; a longer one could be linked but never made.
    private const int MaxSegmentBytes = 255;
    private const int MaxPathLength = 3000;

    private readonly string _given;

    public HistoryRoot(string path)
    {
        _given = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        Directory.CreateDirectory(_given);
        Path = RealPath.Of(_given);
    }

    /// <summary>Opens the root of a store's history.</summary>
    /// <exception cref="ArgumentException">It lies within the store, or the store within it: a tool could then write into sessions.</exception>
    /// <exception cref="SessionStoreNotReadyException">It cannot be used.</exception>
    public static HistoryRoot Open(string path, string storeRoot)
    {
        try
        {
            var (history, store) = (RealPath.Of(path), RealPath.Of(storeRoot));
            if (history == store || RealPath.IsBelow(history, store) || RealPath.IsBelow(store, history))
            {
                throw new ArgumentException(
                    $"The history root \"{path}\" and the store's directory \"{storeRoot}\" lie one within the other; put them side by side.", nameof(path));
            }

            return new HistoryRoot(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SessionStoreNotReadyException($"The history root \"{path}\" cannot be used: {error.Message}", error);
        }
    }

    /// <summary>The folder, without symbolic links in its path.</summary>
    public string Path { get; }

    /// <summary>The folder of an invocation, relative to the root, with <c>/</c> between its parts.</summary>
    /// <exception cref="ArgumentException">The directory lies outside the root, or cannot be one.</exception>
    public string FolderOf(Invocation invocation)
    {
        if (invocation.Directory is not { } directory)
        {
            return $"{FileNames.Of(invocation.Tool)}/{FileNames.Of(invocation.Id)}";
        }

        if (directory.Contains('\0', StringComparison.Ordinal))
        {
            throw Refused(invocation, "holds a null character");
        }

        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(directory, _given));
        var relative = RealPath.IsBelow(full, _given) ? System.IO.Path.GetRelativePath(_given, full)
            : RealPath.IsBelow(full, Path) ? System.IO.Path.GetRelativePath(Path, full)
            : throw Refused(invocation, "is not a folder below the history root");
        CheckNames(invocation, relative);
        return System.IO.Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(System.IO.Path.DirectorySeparatorChar, '/');
    }

    /// <summary>Refuses an invocation whose folder lies outside the root, or would by way of a symbolic link.</summary>
    /// <exception cref="ArgumentException">It does.</exception>
    public void Check(Invocation invocation)
    {
        if (!TryLocate(FolderOf(invocation), out _))
        {
            throw Refused(invocation, "leads out of the history root by a symbolic link, or is no folder");
        }
    }

    /// <summary>The full path of a folder; false where a symbolic link leads out of the root, or a file is in the way.</summary>
    public bool TryLocate(string folder, out string path)
    {
        path = System.IO.Path.GetFullPath(folder, Path);
        try
        {
            return RealPath.Of(path) is var real && RealPath.IsBelow(real, Path) && !HasFileIn(real);
        }
        catch (IOException)
        {
            // Links that lead in a circle lead nowhere inside.
            return false;
        }
    }

    private bool HasFileIn(string real)
    {
        for (var part = real; part.Length > Path.Length; part = System.IO.Path.GetDirectoryName(part)!)
        {
            if (Directory.Exists(part))
            {
                return false;
            }

            if (File.Exists(part))
            {
                return true;
            }
        }

        return false;
    }

    private void CheckNames(Invocation invocation, string relative)
    {
        if (Path.Length + relative.Length > MaxPathLength)
        {
            throw Refused(invocation, $"makes a path of more than {MaxPathLength} characters");
        }

        foreach (var part in relative.Split(System.IO.Path.DirectorySeparatorChar))
        {
            if (Encoding.UTF8.GetByteCount(part) > MaxSegmentBytes)
            {
                throw Refused(invocation, $"has a name of more than {MaxSegmentBytes} bytes in it");
            }
        }
    }

    private ArgumentException Refused(Invocation invocation, string why) => new(
        $"The directory of invocation \"{invocation.Id}\" {why}. Name a folder below \"{_given}\", relative to it, or leave it null for one of its own.",
        nameof(invocation));
}
