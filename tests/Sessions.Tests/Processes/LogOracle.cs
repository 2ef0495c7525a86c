using System.Text;

namespace Sessions.Tests.Processes;

/// <summary>What a spoilt log still says, judged by its bytes alone.</summary>
internal sealed class LogOracle
{
    public LogOracle(byte[] original, byte[] spoilt)
    {
        var written = LogMutation.Lines(original);
        var lines = LogMutation.Lines(spoilt);
        foreach (var (line, before) in lines.Zip(written))
        {
            if (!line.AsSpan().SequenceEqual(before))
            {
                break;
            }

            IntactLines++;
        }

        var whole = lines.Where(line => line[^1] == '\n').ToList();
        var known = written.Select(Key).ToHashSet();
        var commits = whole.Where(IsCommit).Select(Key).ToList();
        Commits = commits.Count;
        LineCount = lines.Count;
        IsDamaged = whole.Any(line => !known.Contains(Key(line))) || !written.Where(IsCommit).Select(Key).Take(commits.Count).SequenceEqual(commits);
        IsDisplaced = !IsDamaged && IntactLines < whole.Count;
        Rest = lines is [.., var last] && last[^1] != '\n' ? last : [];
        IsWhole = spoilt.AsSpan().SequenceEqual(original);
    }

    /// <summary>How many lines at the beginning are as they were written.</summary>
    public int IntactLines { get; }

    /// <summary>How many lines there are, with one that lacks its end.</summary>
    public int LineCount { get; }

    /// <summary>How many whole commits there are.</summary>
    public int Commits { get; }

    /// <summary>What follows the last line end, as a death in the middle of a write leaves it.</summary>
    public byte[] Rest { get; }

    /// <summary>Whether nothing is spoilt.</summary>
    public bool IsWhole { get; }

    /// <summary>Whether a line is not one that was written, or the commits are not the first ones in their order: never to be read as if nothing were.</summary>
    public bool IsDamaged { get; }

    /// <summary>
    /// Whether lines that are no commits are missing, doubled or elsewhere. That need not show, but may, since records say how
    /// far back others lie.
    /// </summary>
    public bool IsDisplaced { get; }

    /// <summary>Whether only the end is missing.</summary>
    public bool IsTorn => Rest.Length > 0 && !IsDamaged && !IsDisplaced;

    private static bool IsCommit(byte[] line) => line.AsSpan().StartsWith("{\"f\":1,\"n\":"u8);

    private static string Key(byte[] line) => Encoding.Latin1.GetString(line);
}
