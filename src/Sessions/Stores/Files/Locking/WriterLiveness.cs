using System.Buffers;

namespace Sessions.Stores.Files;

/// <summary>
/// Tells which writers of a store live. Each holds a lock on <c>writers/{id}</c> for its whole life;
/// the kernel lets go of it when the process ends, however it ends.
/// </summary>
internal sealed class WriterLiveness : IDisposable
{
    private const int MaxIdLength = 64;

    private static readonly SearchValues<char> s_idChars =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz-");

    private readonly string _path;
    private LockFile? _file;

    private WriterLiveness(string path, LockFile file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>Announces a writer.</summary>
    /// <param name="directory">The directory of the store.</param>
    /// <param name="writerId">One to 64 of <c>0-9 a-z -</c>, and nobody else's: take a random one.</param>
    /// <remarks>Throws <see cref="LockErrors.WriterExists"/> when a live one has the name.</remarks>
    public static WriterLiveness Announce(string directory, string writerId)
    {
        string path = PathOf(directory, writerId);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // Who looks whether a writer lives holds its file for a moment; who is refused this often meets a writer.
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            LockFile file = LockFile.Open(path);
            bool locked = false;
            try
            {
                // A file that somebody took for a dead writer's and removed before we had the lock is no announcement.
                locked = file.TryLock() && file.IsCurrent();
                if (locked)
                {
                    return new WriterLiveness(path, file);
                }
            }
            finally
            {
                if (!locked)
                {
                    file.Dispose();
                }
            }

            Thread.Yield();
        }

        throw LockErrors.WriterExists(path);
    }

    /// <summary>Whether a writer lives, in whatever process. Unknown ones do not.</summary>
    public static bool IsAlive(string directory, string writerId)
    {
        using LockFile? file = LockFile.TryOpenToLook(PathOf(directory, writerId));
        return file is not null && !file.TryLockToLook();
    }

    /// <summary>Removes what a dead writer left in <c>writers</c>.</summary>
    /// <returns>False when it lives, or is not known.</returns>
    public static bool TryRemoveDead(string directory, string writerId)
    {
        string path = PathOf(directory, writerId);
        using LockFile? file = LockFile.TryOpenToLook(path);
        if (file is null || !file.TryLock() || !file.IsCurrent())
        {
            return false;
        }

        // Still locked: nobody can announce itself through a file that is about to go.
        File.Delete(path);
        return true;
    }

    /// <summary>All that are announced, dead or alive.</summary>
    public static IEnumerable<string> List(string directory)
    {
        var writers = new DirectoryInfo(Path.Combine(directory, "writers"));
        return writers.Exists ? writers.EnumerateFiles().Select(static file => file.Name).Where(IsValid) : [];
    }

    /// <summary>Ends the announcement and removes its file.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _file, null) is { } file)
        {
            using (file)
            {
                if (file.IsCurrent())
                {
                    File.Delete(_path);
                }
            }
        }
    }

    private static string PathOf(string directory, string writerId) => IsValid(writerId)
        ? Path.Combine(Path.GetFullPath(directory), "writers", writerId)
        : throw new ArgumentException(
            $"A writer's id is 1 to {MaxIdLength} of 0-9, a-z and '-'; this one is '{writerId}'.", nameof(writerId));

    private static bool IsValid(string writerId) =>
        writerId.Length is > 0 and <= MaxIdLength && !writerId.AsSpan().ContainsAnyExcept(s_idChars);
}
