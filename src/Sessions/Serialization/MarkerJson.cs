using System.Buffers;

namespace Sessions.Serialization;

/// <summary>The records that are no change and no use: header, snapshot, seal, dropped range.</summary>
internal static class MarkerJson
{
    public static void WriteHeader(LineWriter writer, LogHeader header, JsonText? unknownFields = null)
    {
        var start = writer.Length;
        writer.Raw("{\"f\":1,\"log\":"u8);
        writer.Text(header.Log);
        writer.Raw(",\"p\":"u8);
        writer.Text(header.Partition);
        writer.Raw(",\"id\":"u8);
        writer.Text(header.Id);
        writer.Raw(",\"gen\":"u8);
        writer.Int64(header.Generation);
        writer.Unknown(unknownFields);
        writer.EndLine(start);
    }

    /// <summary>Appends a snapshot.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="view">The view.</param>
    /// <param name="at">When it is written.</param>
    /// <param name="kept">How many bytes of the log were found worth keeping when this was last looked at; zero for never.</param>
    /// <param name="unknownFields">What a newer build added.</param>
    public static void WriteSnapshot(LineWriter writer, Session view, long at, long kept = 0, JsonText? unknownFields = null)
    {
        var start = writer.Length;
        writer.Raw("{\"f\":1,\"s\":"u8);
        ViewJson.Write(writer, view);
        writer.Raw(",\"t\":"u8);
        writer.Instant(at);
        writer.Optional(",\"kept\":"u8, kept);
        writer.Unknown(unknownFields);
        writer.EndLine(start);
    }

    public static void WriteSeal(LineWriter writer, SealRecord seal, JsonText? unknownFields = null)
    {
        var start = writer.Length;
        writer.Raw("{\"f\":1,\"seal\":"u8);
        writer.Text(seal.Reason);
        writer.Optional(",\"next\":"u8, seal.Next);
        writer.Raw(",\"t\":"u8);
        writer.Instant(seal.At);
        writer.Unknown(unknownFields);
        writer.EndLine(start);
    }

    public static void WriteDropped(LineWriter writer, DroppedRange range, JsonText? unknownFields = null)
    {
        var start = writer.Length;
        writer.Raw("{\"f\":1,\"dropped\":{\"from\":"u8);
        writer.Int64(range.From);
        writer.Raw(",\"through\":"u8);
        writer.Int64(range.Through);
        writer.Raw("},\"t\":"u8);
        writer.Instant(range.At);
        writer.Unknown(unknownFields);
        writer.EndLine(start);
    }

    /// <summary>Writes back a record that was kept as it was.</summary>
    public static void WriteUnknown(LineWriter writer, JsonText record)
    {
        var start = writer.Length;
        writer.Raw(record.Utf8[..^1]);
        writer.EndLine(start);
    }

    public static LogRecord ReadHeader(ref JsonScanner json)
    {
        ArrayBufferWriter<byte>? kept = null;
        string? log = null, partition = null, id = null;
        var generation = 0L;
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("log"u8))
            {
                log = json.Name();
            }
            else if (name.SequenceEqual("p"u8))
            {
                partition = json.Name();
            }
            else if (name.SequenceEqual("id"u8))
            {
                id = json.Text();
            }
            else if (name.SequenceEqual("gen"u8))
            {
                generation = json.Count();
            }
            else
            {
                LogLine.Other(ref json, name, ref kept);
            }
        }

        if (log is null || partition is null || id is null)
        {
            json.Fail("a header lacks its kind, partition or id");
        }

        return new LogRecord(RecordKind.Header, new LogHeader(partition, id, generation) { Log = log }, 0, JsonScanner.Kept(kept));
    }

    public static LogRecord ReadSnapshot(ref JsonScanner json)
    {
        ArrayBufferWriter<byte>? kept = null;
        Session? view = null;
        long? at = null;
        var worth = 0L;
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("s"u8))
            {
                view = ViewJson.Read(ref json);
            }
            else if (name.SequenceEqual("kept"u8))
            {
                worth = json.Count();
            }
            else if (name.SequenceEqual("t"u8))
            {
                at = json.Instant();
            }
            else
            {
                LogLine.Other(ref json, name, ref kept);
            }
        }

        if (view is null)
        {
            json.Fail("a snapshot holds no view");
        }

        return new LogRecord(RecordKind.Snapshot, view, at ?? view.UpdatedTicks, JsonScanner.Kept(kept)) { Kept = worth };
    }

    public static LogRecord ReadSeal(ref JsonScanner json)
    {
        ArrayBufferWriter<byte>? kept = null;
        string? reason = null;
        long? at = null;
        var next = 0L;
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("seal"u8))
            {
                reason = json.Name();
            }
            else if (name.SequenceEqual("next"u8))
            {
                next = json.Count();
            }
            else if (name.SequenceEqual("t"u8))
            {
                at = json.Instant();
            }
            else
            {
                LogLine.Other(ref json, name, ref kept);
            }
        }

        if (reason is null || at is null || (reason == SealRecord.Moved && next == 0))
        {
            json.Fail("a seal lacks its reason, its instant or where the log goes on");
        }

        return new LogRecord(RecordKind.Seal, new SealRecord(at.Value, reason) { Next = next }, at.Value, JsonScanner.Kept(kept));
    }

    public static LogRecord ReadDropped(ref JsonScanner json)
    {
        ArrayBufferWriter<byte>? kept = null;
        long from = 0, through = 0;
        long? at = null;
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("dropped"u8))
            {
                (from, through) = ReadRange(ref json);
            }
            else if (name.SequenceEqual("t"u8))
            {
                at = json.Instant();
            }
            else
            {
                LogLine.Other(ref json, name, ref kept);
            }
        }

        if (at is null || from < 1 || through < from)
        {
            json.Fail("a dropped range lacks its instant, or is no range");
        }

        return new LogRecord(RecordKind.Dropped, new DroppedRange(at.Value, from, through), at.Value, JsonScanner.Kept(kept));
    }

    /// <summary>Keeps a record whole, but for its checksum.</summary>
    public static LogRecord ReadUnknown(ref JsonScanner json)
    {
        ArrayBufferWriter<byte>? kept = null;
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("crc"u8))
            {
                json.Skip();
            }
            else
            {
                json.Keep(ref kept);
            }
        }

        return new LogRecord(RecordKind.Unknown, JsonScanner.Kept(kept) ?? JsonText.Null);
    }

    private static (long From, long Through) ReadRange(ref JsonScanner json)
    {
        long from = 0, through = 0;
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("from"u8))
            {
                from = json.Count();
            }
            else if (name.SequenceEqual("through"u8))
            {
                through = json.Count();
            }
            else
            {
                json.Skip();
            }
        }

        return (from, through);
    }
}
