using System.Buffers;
using Sessions.Serialization;

namespace Sessions.Stores;

/// <summary>Views as JSON, for stores that keep them as documents: one object on one line, which names its format version.</summary>
public static class SessionSerializer
{
    [ThreadStatic]
    private static LineWriter? _writer;

    /// <summary>Writes a whole view as one JSON object in UTF-8, without a line break.</summary>
    public static void Write(Session session, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(output);
        var writer = _writer ??= new LineWriter();
        writer.Clear();
        writer.Raw("{\"f\":1,\"s\":"u8);
        ViewJson.Write(writer, session);
        writer.Byte((byte)'}');
        output.Write(writer.Written);
    }

    /// <summary>Reads a view that <see cref="Write"/> wrote, in this build or in an older one.</summary>
    /// <exception cref="FormatException">The bytes are not a view; the message says where they stop being one.</exception>
    /// <exception cref="SessionStoreNotReadyException">A newer build wrote the view in a format that this one does not know.</exception>
    public static Session Read(ReadOnlySpan<byte> utf8Json)
    {
        var record = RecordReader.Read(utf8Json);
        return record.Kind == RecordKind.Snapshot
            ? record.Snapshot
            : throw new FormatException("The bytes are a record of Sessions, but not a view.");
    }
}
