namespace Sessions.Tests.Processes;

/// <summary>What a spoilt log still says, judged by its bytes alone.</summary>
internal sealed class LogOracle
{
    public LogOracle(byte[] original, byte[] spoilt)
    {
        var lines = LogMutation.Lines(original);
        foreach (var line in lines)
        {
            if (!spoilt.AsSpan(Intact).StartsWith(line))
            {
                break;
            }

            Intact += line.Length;
            IntactLines++;
        }

        Rest = spoilt[Intact..];
        IsWhole = Intact == original.Length && Rest.Length == 0;
    }

    /// <summary>How many bytes at the beginning are lines as they were written.</summary>
    public int Intact { get; }

    /// <summary>How many lines that is.</summary>
    public int IntactLines { get; }

    /// <summary>What follows.</summary>
    public byte[] Rest { get; }

    /// <summary>Whether nothing is spoilt.</summary>
    public bool IsWhole { get; }

    /// <summary>Whether what follows is no whole line, as a death in the middle of a write leaves it.</summary>
    public bool IsTorn => Rest.Length > 0 && !Rest.Contains((byte)'\n');

    /// <summary>Whether something that ends like a line, but is not the line that was written there, follows what is intact.</summary>
    public bool IsDamaged => Rest.Contains((byte)'\n');
}
