using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>
/// Looks for what is wrong with a log from its beginning on. Who followed a record's word on where another lies met the
/// consequence of the damage, which may be far from it; people are told of the damage.
/// </summary>
internal static class FirstDamage
{
    /// <summary>The first line that does not read or follow; what was met, where all of them do.</summary>
    public static LineDamageException Of(LogFile file, LineDamageException met)
    {
        try
        {
            return Find(file) ?? met;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The disk fails as well: what was met is still true.
            return met;
        }
    }

    private static LineDamageException? Find(LogFile file)
    {
        using var lines = new LineScanner(file, 0);
        var next = 1L;
        while (lines.TryNext(out var line, out var position))
        {
            try
            {
                if (!LogVersions.IsCommit(line))
                {
                    next = LogVersions.Pass(line, position, next);
                    continue;
                }

                var commit = LogLines.ReadCommit(line, position);
                if (commit.FirstVersion != next)
                {
                    return LogVersions.Missing(position, next, commit.FirstVersion);
                }

                next = commit.LastVersion + 1;
            }
            catch (LineDamageException damage)
            {
                return damage;
            }
        }

        return null;
    }
}
