using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>Reads single lines and tells what is wrong with those that do not read.</summary>
internal static class LogLines
{
    public static LogRecord Read(ReadOnlySpan<byte> line, long position)
    {
        if (!LineChecksum.Verify(line))
        {
            throw BadChecksum(position);
        }

        try
        {
            var record = LogLine.Read(line);
            return record.Kind != RecordKind.Seal || record.Seal.IsRemoval || record.Seal.IsMoved
                ? record
                : throw new LineDamageException(
                    position, $"it closes the log with the word \"{record.Seal.Reason}\", which this version does not know; a newer version of Sessions may have written it.");
        }
        catch (LineFormatException error) when (error.NewerFormat is null)
        {
            throw new LineDamageException(position, error.Message, error);
        }
        catch (LineFormatException error)
        {
            throw FileErrors.Newer("The log", error);
        }
    }

    public static LineDamageException BadChecksum(long position) => new(position, "its checksum does not fit its content.");

    /// <summary>Reads a commit that is known to stand at a place.</summary>
    public static Commit ReadCommit(ReadOnlySpan<byte> line, long position)
    {
        var record = Read(line, position);
        if (record.Kind != RecordKind.Commit)
        {
            throw new LineDamageException(position, "a commit was expected here.");
        }

        record.Commit.Position = position;
        return record.Commit;
    }
}
