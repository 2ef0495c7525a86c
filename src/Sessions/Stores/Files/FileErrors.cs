namespace Sessions.Stores.Files;

/// <summary>Every refusal of the file engine, in one place.</summary>
internal static class FileErrors
{
    /// <summary>The operating system refused: the disk is full, may not be written to, or failed.</summary>
    public static SessionStoreUnavailableException Unavailable(string path, Exception error) => new(
        $"\"{path}\" cannot be used: {error.Message} Nothing was half done; see to the disk and its permissions, and try again.", error);

    /// <summary>The outcome of a write is not known.</summary>
    public static SessionStoreUnavailableException Unflushed(string path, Exception error) => new(
        $"\"{path}\" could not be flushed to disk: {error.Message} Whether the last commits survive a loss of power is not known; read the session again.",
        error);

    /// <summary>A line does not read.</summary>
    public static SessionDamagedException Damaged(SessionKey key, LogFile file, LineDamageException damage) => new(
        key.Id, $"\"{file.Path}\", line {LineNumber(file, damage.Position)} (byte {damage.Position})", damage.Message, damage);

    /// <summary>A line was written by a newer build.</summary>
    public static SessionStoreNotReadyException Newer(string path, Exception error) =>
        new($"\"{path}\" was written by a newer version of Sessions: {error.Message}", error);

    private static long LineNumber(LogFile file, long position)
    {
        var buffer = new byte[64 * 1024];
        var number = 1L;
        for (var at = 0L; at < position;)
        {
            var count = file.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, position - at)), at);
            if (count == 0)
            {
                break;
            }

            number += buffer.AsSpan(0, count).Count((byte)'\n');
            at += count;
        }

        return number;
    }
}
