using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>Reads whose a log is, from its first line.</summary>
internal static class HeaderReader
{
    // Partition and id of the longest, every character escaped, fit many times.
    private const int MaxLength = 8 * 1024;

    /// <summary>The session; null where the file is gone, or its first line does not say.</summary>
    public static SessionKey? TryRead(string path)
    {
        using var file = LogFile.TryOpenToRead(path);
        return file is not null && TryRead(file) is { } header ? new SessionKey(header.Partition, header.Id) : null;
    }

    /// <summary>The header; null where the first line does not read as one.</summary>
    public static LogHeader? TryRead(LogFile file)
    {
        Span<byte> buffer = stackalloc byte[512];
        var length = LineLength(file, buffer);
        if (length == 0)
        {
            buffer = new byte[MaxLength];
            length = LineLength(file, buffer);
        }

        return length > 0 && LineChecksum.Verify(buffer[..length]) ? Parse(buffer[..length]) : null;
    }

    private static int LineLength(LogFile file, Span<byte> buffer) =>
        buffer[..file.Read(buffer, 0)].IndexOf((byte)'\n') + 1;

    private static LogHeader? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return LogLine.Read(line) is { Kind: RecordKind.Header } record ? record.Header : null;
        }
        catch (LineFormatException)
        {
            // Opening the session by its name tells what is wrong with it; here is nobody to tell.
            return null;
        }
    }
}
