using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>
/// A log that was compacted goes on in a new file beside it, <c>{log}.next</c>, and says so in its last line. The new file then
/// takes the place of the old one; where the system refuses that as long as somebody has the old one open, both stay, and
/// whoever opens the log follows.
/// </summary>
/// <remarks>
/// No log ends in <c>.next</c>, so nobody can name a session for one. A file of that name to which no log points is what a death
/// left of a compaction.
/// </remarks>
internal static class LogGenerations
{
    public static string NextOf(string path) => path + ".next";

    /// <summary>Which generation a file is; zero where its first line does not say.</summary>
    public static long Of(LogFile file) => HeaderReader.TryRead(file)?.Generation ?? 0;

    /// <summary>Under the lock: lets the next generation take the place of a log that was sealed for it.</summary>
    public static bool TrySettle(string path)
    {
        try
        {
            File.Move(NextOf(path), path, overwrite: true);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Both are there, and the seal leads from one to the other: whoever opens them next tries again.
            return false;
        }
    }

    public static LineDamageException Missing(string path, SealRecord seal, long position) => new(
        position, $"it goes on in generation {seal.Next}, \"{NextOf(path)}\", which is not there.");
}
