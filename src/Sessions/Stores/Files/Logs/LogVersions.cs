using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>Finds versions in a log by halves: its lines are in their order.</summary>
internal static class LogVersions
{
    private const long CloseEnough = 16 * 1024;
    private const int Block = 8 * 1024;

    /// <summary>Reads commits that have events after a version, as far as a view goes.</summary>
    public static List<Commit> Read(LogFile file, long afterVersion, Session view, int limit)
    {
        using var lines = new LineScanner(file, 0, Block);
        lines.Seek(Locate(lines, afterVersion + 1, view.LogEnd));
        var commits = new List<Commit>();
        while (commits.Count < limit && lines.TryNext(out var line, out var position) && position < view.LogEnd)
        {
            if (!IsCommit(line))
            {
                continue;
            }

            var commit = LogLines.ReadCommit(line, position);
            if (commit.LastVersion > afterVersion)
            {
                commits.Add(commit);
            }
        }

        return commits;
    }

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

    private static bool IsCommit(ReadOnlySpan<byte> line) => line.StartsWith("{\"f\":1,\"n\":"u8);

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
