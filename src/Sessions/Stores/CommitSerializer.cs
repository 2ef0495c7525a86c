using System.Buffers;
using Sessions.Serialization;

namespace Sessions.Stores;

/// <summary>Commits as JSON, for stores that keep them as documents: one object on one line, which names its format version.</summary>
public static class CommitSerializer
{
    [ThreadStatic]
    private static LineWriter? _writer;

    /// <summary>Writes a commit as one JSON object in UTF-8, without a line break.</summary>
    public static void Write(Commit commit, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentNullException.ThrowIfNull(output);
        var writer = _writer ??= new LineWriter();
        writer.Clear();
        CommitJson.Write(writer, commit);
        output.Write(writer.Written);
    }

    /// <summary>Reads a commit that <see cref="Write"/> wrote, in this build or in an older one.</summary>
    /// <exception cref="FormatException">The bytes are not a commit; the message says where they stop being one.</exception>
    /// <exception cref="SessionStoreNotReadyException">A newer build wrote the commit in a format that this one does not know.</exception>
    public static Commit Read(ReadOnlySpan<byte> utf8Json)
    {
        var record = RecordReader.Read(utf8Json);
        return record.Kind == RecordKind.Commit
            ? record.Commit
            : throw new FormatException("The bytes are a record of Sessions, but not a commit.");
    }
}
