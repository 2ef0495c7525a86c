using Sessions.Serialization;

namespace Sessions.Stores.FileSystem;

/// <summary>
/// How far a session is projected, and what its files looked like then: whatever differs was changed by somebody else, or was
/// left half done, and is made anew.
/// </summary>
internal sealed record ProjectionMark(SessionKey Key, string Incarnation, long Version)
{
    /// <summary>The last use that the metadata tells of, in UTC ticks.</summary>
    public long LastUsed { get; init; }

    /// <summary>How long the log was before it was read.</summary>
    public long LogLength { get; init; }

    /// <summary>The sum of the ordinals through which chats are cleared: it only grows, and when it does, messages go.</summary>
    public long Cleared { get; init; }

    /// <summary>How many invocations are in the array.</summary>
    public long Invocations { get; init; }

    /// <summary>Where the links lead, seen from the store.</summary>
    public string History { get; init; } = "";

    public FileStamp MetadataFile { get; init; } = FileStamp.None;

    public FileStamp ConversationFile { get; init; } = FileStamp.None;

    public FileStamp InvocationsFile { get; init; } = FileStamp.None;

    /// <summary>None where not every link could be made.</summary>
    public FileStamp LinksFolder { get; init; } = FileStamp.None;

    public static long ClearedIn(Session view)
    {
        var sum = 0L;
        foreach (var chat in view.Chats)
        {
            sum += chat.ClearedThrough;
        }

        return sum;
    }

    /// <summary>Reads a mark; null where there is none, or one that was torn, altered, or written by a newer build.</summary>
    public static ProjectionMark? Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        if (!LineChecksum.Verify(bytes))
        {
            return null;
        }

        try
        {
            return Parse(bytes);
        }
        catch (LineFormatException)
        {
            return null;
        }
    }

    public void Write(string path)
    {
        var writer = new LineWriter();
        writer.Raw("{\"f\":1,\"session\":"u8);
        writer.Text(Key.Id);
        writer.Raw(",\"partition\":"u8);
        writer.Text(Key.Partition);
        writer.Raw(",\"incarnation\":"u8);
        writer.Text(Incarnation);
        writer.Raw(",\"history\":"u8);
        writer.Text(History);
        Numbers(writer, ",\"at\":["u8, Version, LastUsed, LogLength, Cleared, Invocations);
        Numbers(writer, ",\"metadata\":["u8, MetadataFile.Length, MetadataFile.Written);
        Numbers(writer, ",\"conversation\":["u8, ConversationFile.Length, ConversationFile.Written);
        Numbers(writer, ",\"invocations\":["u8, InvocationsFile.Length, InvocationsFile.Written);
        Numbers(writer, ",\"links\":["u8, LinksFolder.Length, LinksFolder.Written);
        writer.EndLine(0);

        // In place: a torn mark is seen by its checksum, and costs no more than projecting again.
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Write(file, writer.Written, 0);
    }

    private static ProjectionMark? Parse(ReadOnlySpan<byte> bytes)
    {
        var json = new JsonScanner(bytes);
        string id = "", partition = "", incarnation = "", history = "";
        long[] at = new long[5], metadata = new long[2], conversation = new long[2], invocations = new long[2], links = new long[2];
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case [(byte)'f']:
                    if (json.Int64() != 1)
                    {
                        return null;
                    }

                    break;
                case var _ when name.SequenceEqual("session"u8):
                    id = json.Text();
                    break;
                case var _ when name.SequenceEqual("partition"u8):
                    partition = json.Text();
                    break;
                case var _ when name.SequenceEqual("incarnation"u8):
                    incarnation = json.Text();
                    break;
                case var _ when name.SequenceEqual("history"u8):
                    history = json.Text();
                    break;
                case var _ when name.SequenceEqual("at"u8):
                    ReadNumbers(ref json, at);
                    break;
                case var _ when name.SequenceEqual("metadata"u8):
                    ReadNumbers(ref json, metadata);
                    break;
                case var _ when name.SequenceEqual("conversation"u8):
                    ReadNumbers(ref json, conversation);
                    break;
                case var _ when name.SequenceEqual("invocations"u8):
                    ReadNumbers(ref json, invocations);
                    break;
                case var _ when name.SequenceEqual("links"u8):
                    ReadNumbers(ref json, links);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new ProjectionMark(new SessionKey(partition, id), incarnation, at[0])
        {
            LastUsed = at[1],
            LogLength = at[2],
            Cleared = at[3],
            Invocations = at[4],
            History = history,
            MetadataFile = new FileStamp(metadata[0], metadata[1]),
            ConversationFile = new FileStamp(conversation[0], conversation[1]),
            InvocationsFile = new FileStamp(invocations[0], invocations[1]),
            LinksFolder = new FileStamp(links[0], links[1]),
        };
    }

    private static void Numbers(LineWriter writer, ReadOnlySpan<byte> name, params ReadOnlySpan<long> values)
    {
        writer.Raw(name);
        for (var i = 0; i < values.Length; i++)
        {
            writer.Raw(i > 0 ? ","u8 : default);
            writer.Int64(values[i]);
        }

        writer.Byte((byte)']');
    }

    private static void ReadNumbers(ref JsonScanner json, long[] values)
    {
        json.BeginArray();
        for (var i = 0; json.NextItem(); i++)
        {
            var value = json.Int64();
            if (i < values.Length)
            {
                values[i] = value;
            }
        }
    }
}
