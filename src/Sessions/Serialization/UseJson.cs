using System.Buffers;
using Sessions.Stores;

namespace Sessions.Serialization;

/// <summary>Uses as lines of a log.</summary>
internal static class UseJson
{
    public static void WriteLine(LineWriter writer, UseRecord use, JsonText? unknownFields = null)
    {
        var start = writer.Length;
        writer.Raw(!use.ChangesLease
            ? "{\"f\":1,\"u\":\"touch\",\"t\":"u8
            : use.Holder is null ? "{\"f\":1,\"u\":\"free\",\"t\":"u8 : "{\"f\":1,\"u\":\"lease\",\"t\":"u8);
        writer.Instant(use.At);
        if (use.Channel is { } channel)
        {
            writer.Raw(",\"c\":"u8);
            writer.Text(channel.Name);
        }

        writer.Optional(",\"fence\":"u8, use.FencingToken);
        if (use.Holder is { } holder)
        {
            writer.Raw(",\"holder\":"u8);
            writer.Text(holder);
            writer.Raw(",\"until\":"u8);
            writer.Instant(use.LeaseExpiry);
        }

        writer.TimeToLive(use.ExpiryTicks, use.At);
        writer.Unknown(unknownFields);
        writer.EndLine(start);
    }

    /// <summary>Reads a use; null for one of a sort that this build does not know.</summary>
    public static UseRecord? Read(ref JsonScanner json, ref ArrayBufferWriter<byte>? kept)
    {
        long? at = null, timeToLive = null, until = null;
        Channel? channel = null;
        string? holder = null;
        var token = 0L;
        var sort = default(ReadOnlySpan<byte>);
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case [(byte)'u']:
                    sort = json.RawString();
                    break;
                case [(byte)'t']:
                    at = json.Instant();
                    break;
                case [(byte)'c']:
                    channel = json.Channel();
                    break;
                case var _ when name.SequenceEqual("fence"u8):
                    token = json.Count();
                    break;
                case var _ when name.SequenceEqual("holder"u8):
                    holder = json.Name();
                    break;
                case var _ when name.SequenceEqual("until"u8):
                    until = json.Instant();
                    break;
                case var _ when name.SequenceEqual("ttl"u8):
                    timeToLive = json.Duration();
                    break;
                default:
                    LogLine.Other(ref json, name, ref kept);
                    break;
            }
        }

        var leases = sort.SequenceEqual("lease"u8);
        if (!leases && !sort.SequenceEqual("touch"u8) && !sort.SequenceEqual("free"u8))
        {
            return null;
        }

        if (at is null || (leases && (holder is null || until is null)))
        {
            json.Fail("a use lacks its instant, or a lease its holder or end");
        }

        return new UseRecord(at.Value)
        {
            Channel = channel,
            ChangesLease = sort is not [(byte)'t', ..],
            Holder = leases ? holder : null,
            FencingToken = token,
            LeaseExpiry = leases ? until!.Value : 0,
            ExpiryTicks = CommitJson.ExpiryOf(ref json, at.Value, timeToLive),
        };
    }
}
