namespace Sessions.Tests.Processes;

/// <summary>One way to spoil the bytes of a log.</summary>
internal static class LogMutation
{
    public static readonly IReadOnlyList<string> Kinds =
    [
        "flip a bit", "set a byte", "insert bytes", "insert a line end", "remove bytes", "truncate", "truncate to a line",
        "append rubbish", "append a rubbish line", "remove a line", "repeat a line", "swap two lines", "zero a page", "duplicate the tail",
    ];

    public static byte[] Apply(string kind, byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        var lines = Lines(bytes);
        var line = random.Next(lines.Count);
        byte[] Rubbish(int length)
        {
            var rubbish = new byte[length];
            random.NextBytes(rubbish);
            return rubbish;
        }

        switch (kind)
        {
            case "flip a bit":
                return Changed(bytes, at, (byte)(bytes[at] ^ (1 << random.Next(8))));
            case "set a byte":
                return Changed(bytes, at, (byte)random.Next(256));
            case "insert bytes":
                return [.. bytes[..at], .. Rubbish(random.Next(1, 40)), .. bytes[at..]];
            case "insert a line end":
                return [.. bytes[..at], (byte)'\n', .. bytes[at..]];
            case "remove bytes":
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 400))..]];
            case "truncate":
                return bytes[..at];
            case "truncate to a line":
                return [.. lines.Take(line).SelectMany(bytes => bytes)];
            case "append rubbish":
                return [.. bytes, .. Rubbish(random.Next(1, 100)).Select(value => value == (byte)'\n' ? (byte)' ' : value)];
            case "append a rubbish line":
                return [.. bytes, .. Rubbish(random.Next(1, 100)), (byte)'\n'];
            case "remove a line":
                lines.RemoveAt(line);
                return [.. lines.SelectMany(bytes => bytes)];
            case "repeat a line":
                lines.Insert(random.Next(lines.Count + 1), lines[line]);
                return [.. lines.SelectMany(bytes => bytes)];
            case "swap two lines":
                var other = random.Next(lines.Count);
                (lines[line], lines[other]) = (lines[other], lines[line]);
                return [.. lines.SelectMany(bytes => bytes)];
            case "zero a page":
                var copy = bytes.ToArray();
                Array.Clear(copy, at, Math.Min(4096, copy.Length - at));
                return copy;
            case "duplicate the tail":
                return [.. bytes, .. bytes[at..]];
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such mutation.");
        }
    }

    /// <summary>The lines of a file, each with its end; the last one may lack it.</summary>
    public static List<byte[]> Lines(byte[] bytes)
    {
        var lines = new List<byte[]>();
        for (var at = 0; at < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', at);
            end = end < 0 ? bytes.Length : end + 1;
            lines.Add(bytes[at..end]);
            at = end;
        }

        return lines;
    }

    private static byte[] Changed(byte[] bytes, int at, byte value)
    {
        var copy = bytes.ToArray();
        copy[at] = value;
        return copy;
    }
}
