using Sessions.Stores;

namespace Sessions.Serialization;

/// <summary>One line of a log, read.</summary>
internal readonly struct LogRecord
{
    private readonly object _value;

    public LogRecord(RecordKind kind, object value, long at = 0, JsonText? unknownFields = null)
    {
        Kind = kind;
        _value = value;
        At = at;
        UnknownFields = unknownFields;
    }

    public RecordKind Kind { get; }

    /// <summary>When it was written; zero for a header and for what is unknown.</summary>
    public long At { get; }

    /// <summary>Fields of a record other than a commit that this build does not know. A commit and a view keep their own.</summary>
    public JsonText? UnknownFields { get; }

    public Commit Commit => (Commit)_value;

    public UseRecord Use => (UseRecord)_value;

    /// <summary>With a snapshot: how many bytes of the log were worth keeping when this was last looked at; zero for never.</summary>
    public long Kept { get; init; }

    public Session Snapshot => (Session)_value;

    public SealRecord Seal => (SealRecord)_value;

    public DroppedRange Dropped => (DroppedRange)_value;

    public LogHeader Header => (LogHeader)_value;

    /// <summary>An unknown record as it stands, without its checksum.</summary>
    public JsonText Unknown => (JsonText)_value;
}
