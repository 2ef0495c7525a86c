using System.Buffers;
using System.Text.Unicode;
using Sessions.Stores;

namespace Sessions.Serialization;

/// <summary>Reads any line of a log. Checksums are the caller's to verify first, by <see cref="LineChecksum.Verify"/>.</summary>
internal static class LogLine
{
    private const int FormatVersion = 1;

    /// <summary>Reads a line, with or without its line break and its checksum.</summary>
    /// <exception cref="LineFormatException">It is no record of this format.</exception>
    public static LogRecord Read(ReadOnlySpan<byte> line)
    {
        if (!Utf8.IsValid(line))
        {
            throw new LineFormatException("The line is not valid UTF-8.");
        }

        var json = new JsonScanner(line);
        var start = json.Mark();
        var kind = KindOf(ref json, out _);
        json.Return(start);
        var record = Read(ref json, kind, start);
        json.End();
        return record;
    }

    /// <summary>Reads what a line says before its events: a few dozen bytes, however long it is. What follows is not checked.</summary>
    public static LineEnvelope Peek(ReadOnlySpan<byte> line)
    {
        var json = new JsonScanner(line);
        var kind = KindOf(ref json, out var name);
        long version = 0, at = 0;
        long? timeToLive = null;
        if (kind is RecordKind.Header or RecordKind.Unknown)
        {
            return new LineEnvelope(kind, 0, 0, Instants.Never);
        }

        do
        {
            if (name.SequenceEqual("n"u8))
            {
                version = json.Int64();
            }
            else if (name.SequenceEqual("t"u8))
            {
                at = json.Instant();
            }
            else if (name.SequenceEqual("ttl"u8))
            {
                timeToLive = json.Duration();
            }
            else if (name.SequenceEqual("e"u8))
            {
                break;
            }
            else
            {
                json.Skip();
            }
        }
        while (json.NextProperty(out name));

        if (at == 0 || (kind == RecordKind.Commit && version < 1))
        {
            json.Fail("a record lacks its instant or its version");
        }

        return new LineEnvelope(kind, version, at, CommitJson.ExpiryOf(ref json, at, timeToLive));
    }

    /// <summary>What every record does with a property that it does not know.</summary>
    public static void Other(ref JsonScanner json, ReadOnlySpan<byte> name, ref ArrayBufferWriter<byte>? kept)
    {
        if (name.SequenceEqual("f"u8) || name.SequenceEqual("crc"u8))
        {
            json.Skip();
        }
        else
        {
            json.Keep(ref kept);
        }
    }

    /// <summary>Begins the object, checks the format version, and tells the kind by the property after it.</summary>
    private static RecordKind KindOf(ref JsonScanner json, out ReadOnlySpan<byte> name)
    {
        json.BeginObject();
        if (!json.NextProperty(out name) || !name.SequenceEqual("f"u8))
        {
            json.Fail("a record begins with its format version");
        }

        CheckFormat(ref json);
        if (!json.NextProperty(out name))
        {
            json.Fail("a record is empty");
        }

        return name switch
        {
            [(byte)'n'] => RecordKind.Commit,
            [(byte)'u'] => RecordKind.Use,
            [(byte)'s'] => RecordKind.Snapshot,
            _ when name.SequenceEqual("seal"u8) => RecordKind.Seal,
            _ when name.SequenceEqual("dropped"u8) => RecordKind.Dropped,
            _ when name.SequenceEqual("log"u8) => RecordKind.Header,
            _ => RecordKind.Unknown,
        };
    }

    private static void CheckFormat(ref JsonScanner json)
    {
        var format = json.Int64();
        if (format is < 1 or > int.MaxValue)
        {
            json.Fail("a format version is 1 or more");
        }

        if (format != FormatVersion)
        {
            throw new LineFormatException(
                $"The record has format version {format}; this build reads version {FormatVersion}. Use a newer build.", (int)format);
        }
    }

    private static LogRecord Read(ref JsonScanner json, RecordKind kind, int start)
    {
        ArrayBufferWriter<byte>? kept = null;
        switch (kind)
        {
            case RecordKind.Commit:
                var commit = CommitJson.Read(ref json);
                return new LogRecord(kind, commit, commit.AtTicks);
            case RecordKind.Use:
                if (UseJson.Read(ref json, ref kept) is { } use)
                {
                    return new LogRecord(kind, use, use.At, JsonScanner.Kept(kept));
                }

                json.Return(start);
                return MarkerJson.ReadUnknown(ref json);
            case RecordKind.Snapshot:
                return MarkerJson.ReadSnapshot(ref json);
            case RecordKind.Seal:
                return MarkerJson.ReadSeal(ref json);
            case RecordKind.Dropped:
                return MarkerJson.ReadDropped(ref json);
            case RecordKind.Header:
                return MarkerJson.ReadHeader(ref json);
            default:
                return MarkerJson.ReadUnknown(ref json);
        }
    }
}
