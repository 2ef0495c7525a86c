using System.Buffers;
using Sessions.Stores;

namespace Sessions.Serialization;

/// <summary>Commits as lines of a log.</summary>
internal static class CommitJson
{
    /// <summary>Appends a commit as one line with its checksum.</summary>
    public static void WriteLine(LineWriter writer, Commit commit)
    {
        var start = writer.Length;
        WriteOpen(writer, commit);
        writer.EndLine(start);
    }

    /// <summary>Appends a commit as a bare object.</summary>
    public static void Write(LineWriter writer, Commit commit)
    {
        WriteOpen(writer, commit);
        writer.Byte((byte)'}');
    }

    /// <summary>Reads a commit whose format version was seen to; the scanner stands before the object.</summary>
    public static Commit Read(ref JsonScanner json)
    {
        long version = 0, keyBack = 0;
        long? at = null, timeToLive = null;
        UInt128? id = null;
        var hash = UInt128.Zero;
        var channel = Channel.Default;
        string? key = null;
        SessionEvent[] events = [];
        ArrayBufferWriter<byte>? kept = null;
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case [(byte)'n']:
                    version = json.Int64();
                    break;
                case [(byte)'t']:
                    at = json.Instant();
                    break;
                case [(byte)'c']:
                    channel = json.Channel();
                    break;
                case [(byte)'e']:
                    events = ReadEvents(ref json);
                    break;
                case [(byte)'f']:
                    json.Skip();
                    break;
                case var _ when name.SequenceEqual("id"u8):
                    id = json.Hex();
                    break;
                case var _ when name.SequenceEqual("ttl"u8):
                    timeToLive = json.Duration();
                    break;
                case var _ when name.SequenceEqual("crc"u8):
                    json.Skip();
                    break;
                case var _ when name.SequenceEqual("key"u8):
                    key = json.Text();
                    break;
                case var _ when name.SequenceEqual("hash"u8):
                    hash = json.Hex();
                    break;
                case var _ when name.SequenceEqual("kb"u8):
                    keyBack = json.Int64();
                    break;
                default:
                    json.Keep(ref kept);
                    break;
            }
        }

        if (version < 1 || version > long.MaxValue - events.Length || at is null || id is null || events.Length == 0)
        {
            json.Fail("a commit lacks its version, instant, id or events");
        }

        return Stamped(new Commit(new CommitId(id.Value), version, at.Value, channel, events)
        {
            IdempotencyKey = key,
            ContentHash = hash,
            KeyBack = keyBack,
            ExpiryTicks = ExpiryOf(ref json, at.Value, timeToLive),
            UnknownFields = JsonScanner.Kept(kept),
        });
    }

    /// <summary>The instant of expiry that a line states.</summary>
    public static long ExpiryOf(ref JsonScanner json, long at, long? timeToLive)
    {
        if (timeToLive is not { } lifetime)
        {
            return Instants.Never;
        }

        // Wider than both, so that the sum cannot wrap round.
        var expiry = (Int128)at + lifetime;
        if (expiry < 0 || expiry > DateTime.MaxValue.Ticks)
        {
            json.Fail("the time to live leads out of the calendar");
        }

        return (long)expiry;
    }

    private static void WriteOpen(LineWriter writer, Commit commit)
    {
        writer.Raw("{\"f\":1,\"n\":"u8);
        writer.Int64(commit.FirstVersion);
        writer.Raw(",\"t\":"u8);
        writer.Instant(commit.AtTicks);
        writer.Optional(",\"c\":"u8, commit.Channel);
        writer.Raw(",\"id\":"u8);
        writer.Hex(commit.Id.Value);
        writer.TimeToLive(commit.ExpiryTicks, commit.AtTicks);
        if (commit.IdempotencyKey is { } key)
        {
            writer.Raw(",\"key\":"u8);
            writer.Text(key);
            if (commit.ContentHash != default)
            {
                writer.Raw(",\"hash\":"u8);
                writer.Hex(commit.ContentHash);
            }

            writer.Optional(",\"kb\":"u8, commit.KeyBack);
        }

        writer.Raw(",\"e\":["u8);
        var events = commit.EventArray;
        for (var i = 0; i < events.Length; i++)
        {
            if (i > 0)
            {
                writer.Byte((byte)',');
            }

            EventWriter.Write(writer, events[i]);
        }

        writer.Byte((byte)']');
        writer.Unknown(commit.UnknownFields);
    }

    private static SessionEvent[] ReadEvents(ref JsonScanner json)
    {
        json.BeginArray();
        if (!json.NextItem())
        {
            return [];
        }

        var first = EventReader.Read(ref json);
        if (!json.NextItem())
        {
            return [first];
        }

        var all = new List<SessionEvent>(4) { first };
        do
        {
            all.Add(EventReader.Read(ref json));
        }
        while (json.NextItem());

        return [.. all];
    }

    private static Commit Stamped(Commit commit)
    {
        var version = commit.FirstVersion;
        foreach (var change in commit.EventArray)
        {
            change.Stamp(version++, commit.AtTicks, commit.Channel);
        }

        return commit;
    }
}
