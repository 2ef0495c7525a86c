namespace Sessions.Serialization;

/// <summary>Reads records for those who have no file to name in an error.</summary>
internal static class RecordReader
{
    public static LogRecord Read(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            return LogLine.Read(utf8Json);
        }
        catch (LineFormatException error) when (error.NewerFormat is not null)
        {
            throw new SessionStoreNotReadyException(error.Message, error);
        }
    }
}
