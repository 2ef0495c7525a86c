using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>
/// Says where an invocation may be linked: written before the commit that links it, so it proves nothing until the commit is
/// found in its session's log.
/// </summary>
/// <param name="Session">The session.</param>
/// <param name="Incarnation">Its life.</param>
/// <param name="Invocation">The invocation.</param>
/// <param name="Version">The first version of the commit.</param>
internal sealed record LinkHint(SessionKey Session, string Incarnation, string Invocation, long Version)
{
    public void WriteLine(LineWriter writer)
    {
        // A line that a death tore must not take the next one with it.
        writer.Byte((byte)'\n');
        var start = writer.Length;
        writer.Raw("{\"f\":1,\"link\":"u8);
        writer.Text(Invocation);
        writer.Raw(",\"p\":"u8);
        writer.Text(Session.Partition);
        writer.Raw(",\"id\":"u8);
        writer.Text(Session.Id);
        writer.Raw(",\"inc\":"u8);
        writer.Text(Incarnation);
        writer.Raw(",\"n\":"u8);
        writer.Int64(Version);
        writer.EndLine(start);
    }

    /// <summary>Reads a line; null for one that is torn, damaged, or of a newer build: a hint that is not understood is none.</summary>
    public static LinkHint? Read(ReadOnlySpan<byte> line)
    {
        if (!LineChecksum.Verify(line))
        {
            return null;
        }

        string? invocation = null, partition = null, id = null, incarnation = null;
        var version = 0L;
        try
        {
            var json = new JsonScanner(line);
            json.BeginObject();
            while (json.NextProperty(out var name))
            {
                switch (name)
                {
                    case [(byte)'p']:
                        partition = json.Text();
                        break;
                    case [(byte)'n']:
                        version = json.Int64();
                        break;
                    case var _ when name.SequenceEqual("link"u8):
                        invocation = json.Text();
                        break;
                    case var _ when name.SequenceEqual("id"u8):
                        id = json.Text();
                        break;
                    case var _ when name.SequenceEqual("inc"u8):
                        incarnation = json.Text();
                        break;
                    default:
                        json.Skip();
                        break;
                }
            }
        }
        catch (LineFormatException)
        {
            return null;
        }

        return invocation is null || partition is null || id is null || incarnation is null
            ? null
            : new LinkHint(new SessionKey(partition, id), incarnation, invocation, version);
    }
}
