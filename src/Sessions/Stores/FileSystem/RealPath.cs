namespace Sessions.Stores.FileSystem;

/// <summary>Paths without symbolic links in them.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>
    /// The path with every symbolic link in it followed. What does not exist stands for itself, so the path may be one that
    /// is yet to be made.
    /// </summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Of(string path)
    {
        var pending = new Stack<string>();
        var real = Push(pending, Path.GetFullPath(path));
        var followed = 0;
        while (pending.TryPop(out var part))
        {
            var next = Path.Combine(real, part);
            if (new DirectoryInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++followed > MaxLinks)
            {
                throw new IOException($"The symbolic links of \"{path}\" lead in a circle.");
            }

            // A link's target is taken from where the link lies, and may itself hold links.
            real = Push(pending, Path.GetFullPath(target, real));
        }

        return real;
    }

    /// <summary>Whether a path lies below a folder; the folder itself does not.</summary>
    public static bool IsBelow(string path, string folder) =>
        path.Length > folder.Length + 1
        && path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, Comparison);

    /// <summary>How this platform compares paths, at its strictest: refusing a path that was good is better than the reverse.</summary>
    private static StringComparison Comparison =>
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static string Push(Stack<string> pending, string path)
    {
        var root = Path.GetPathRoot(path)!;
        var parts = path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            pending.Push(parts[i]);
        }

        return root;
    }
}
