namespace Sessions.Serialization;

/// <summary>Writes back a line that was read, with all that was kept of it.</summary>
internal static class LogRecordWriter
{
    public static void WriteLine(LineWriter writer, in LogRecord record)
    {
        switch (record.Kind)
        {
            case RecordKind.Commit:
                CommitJson.WriteLine(writer, record.Commit);
                break;
            case RecordKind.Use:
                UseJson.WriteLine(writer, record.Use, record.UnknownFields);
                break;
            case RecordKind.Snapshot:
                MarkerJson.WriteSnapshot(writer, record.Snapshot, record.At, record.Kept, record.UnknownFields);
                break;
            case RecordKind.Seal:
                MarkerJson.WriteSeal(writer, record.Seal, record.UnknownFields);
                break;
            case RecordKind.Dropped:
                MarkerJson.WriteDropped(writer, record.Dropped, record.UnknownFields);
                break;
            case RecordKind.Header:
                MarkerJson.WriteHeader(writer, record.Header, record.UnknownFields);
                break;
            default:
                MarkerJson.WriteUnknown(writer, record.Unknown);
                break;
        }
    }
}
