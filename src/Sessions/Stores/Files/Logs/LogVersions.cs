using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>Finds versions in a log by halves: its lines are in their order.</summary>
internal static class LogVersions
{
    private const long CloseEnough = 16 * 1024;
    private const int Block = 8 * 1024;

    /// <summary>Reads commits that have events after a version, as far as a view goes.</summary>
    /// <exception cref="LineDamageException">A line does not read, or one that was written is not there.</exception>
    public static List<Commit> Read(LogFile file, long afterVersion, Session view, int limit)
    {
        using var lines = new LineScanner(file, 0, Block);
        lines.Seek(Locate(lines, afterVersion + 1, view.LogEnd));
        var commits = new List<Commit>();
        var (next, last) = (0L, 0L);
        while (commits.Count < limit && lines.TryNext(out var line, out var position) && position < view.LogEnd)
        {
            last = position;
            if (!IsCommit(line))
            {
                next = Pass(line, position, next);
                continue;
            }

            // Every line may be whole, and yet one between them be gone.
            var commit = LogLines.ReadCommit(line, position);
            if (next == 0 ? commit.FirstVersion > afterVersion + 1 : commit.FirstVersion != next)
            {
                throw Missing(position, next == 0 ? afterVersion + 1 : next, commit.FirstVersion);
            }

            next = commit.LastVersion + 1;
            if (commit.LastVersion > afterVersion)
            {
                commits.Add(commit);
            }
        }

        return commits.Count == limit || next == view.Version + 1
            ? commits
            : throw new LineDamageException(last, $"version {view.Version} was expected by here.");
    }

    /// <summary>Passes over a line that is no commit.</summary>
    /// <returns>The version that comes next; zero where nothing has told yet.</returns>
    public static long Pass(ReadOnlySpan<byte> line, long position, long next)
    {
        if (!LineChecksum.Verify(line))
        {
            throw LogLines.BadChecksum(position);
        }

        if (!line.StartsWith("{\"f\":1,\"dropped\":"u8))
        {
            return next;
        }

        var dropped = LogLines.Read(line, position).Dropped;
        return next == 0 || dropped.From == next ? dropped.Through + 1 : throw Missing(position, next, dropped.From);
    }

    public static LineDamageException Missing(long position, long expected, long found) =>
        new(position, $"version {expected} is missing: the line holds version {found}.");

    /// <summary>A place at which a line begins, at or not far before the commit that holds a version.</summary>
    private static long Locate(LineScanner lines, long version, long end)
    {
        var (low, high) = (0L, end);
        while (high - low > CloseEnough)
        {
            var middle = low + ((high - low) / 2);
            lines.Seek(middle);
            if (lines.SkipRest() && FindCommit(lines, high) is { } found && found.Version <= version)
            {
                low = found.Position;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static (long Version, long Position)? FindCommit(LineScanner lines, long before)
    {
        while (lines.TryNext(out var line, out var position) && position < before)
        {
            if (IsCommit(line))
            {
                return (Peek(line, position), position);
            }
        }

        return null;
    }

    public static bool IsCommit(ReadOnlySpan<byte> line) => line.StartsWith("{\"f\":1,\"n\":"u8);

    private static long Peek(ReadOnlySpan<byte> line, long position)
    {
        try
        {
            return LogLine.Peek(line).FirstVersion;
        }
        catch (LineFormatException error)
        {
            throw new LineDamageException(position, error.Message, error);
        }
    }
}
