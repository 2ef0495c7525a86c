using System.Collections.Immutable;

namespace Sessions.Serialization;

internal sealed partial class ViewFields
{
    /// <summary>Reads one field of how the session is used, if the name is that of one.</summary>
    public bool TryReadUse(ref JsonScanner json, ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("updated"u8))
        {
            UpdatedAt = json.Instant();
        }
        else if (name.SequenceEqual("used"u8))
        {
            UsedAt = json.Instant();
        }
        else if (name.SequenceEqual("idleFrom"u8))
        {
            IdleFrom = json.Instant();
        }
        else if (name.SequenceEqual("c"u8))
        {
            _channel = json.Channel();
        }
        else if (name.SequenceEqual("channels"u8))
        {
            _channels = ReadChannels(ref json);
        }
        else if (name.SequenceEqual("lease"u8))
        {
            _lease = ReadLease(ref json);
        }
        else if (name.SequenceEqual("fence"u8))
        {
            _lastToken = json.Count();
        }
        else if (name.SequenceEqual("keyPos"u8))
        {
            _keyPosition = json.Count();
        }
        else if (name.SequenceEqual("horizon"u8))
        {
            _horizon = json.Count();
        }
        else
        {
            return false;
        }

        return true;
    }

    private static ImmutableArray<ChannelActivity> ReadChannels(ref JsonScanner json)
    {
        var all = ImmutableArray.CreateBuilder<ChannelActivity>();
        json.BeginArray();
        while (json.NextItem())
        {
            var channel = Channel.Default;
            long first = 0, last = 0, count = 0;
            json.BeginObject();
            while (json.NextProperty(out var name))
            {
                if (name.SequenceEqual("c"u8))
                {
                    channel = json.Channel();
                }
                else if (name.SequenceEqual("first"u8))
                {
                    first = json.Instant();
                }
                else if (name.SequenceEqual("last"u8))
                {
                    last = json.Instant();
                }
                else if (name.SequenceEqual("n"u8))
                {
                    count = json.Count();
                }
                else
                {
                    json.Skip();
                }
            }

            all.Add(new ChannelActivity(channel, first, last, count));
        }

        return all.DrainToImmutable();
    }

    private static LeaseState ReadLease(ref JsonScanner json)
    {
        string? holder = null;
        var token = 0L;
        long? until = null;
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("holder"u8))
            {
                holder = json.Name();
            }
            else if (name.SequenceEqual("fence"u8))
            {
                token = json.Count();
            }
            else if (name.SequenceEqual("until"u8))
            {
                until = json.Instant();
            }
            else
            {
                json.Skip();
            }
        }

        if (holder is null || until is null)
        {
            json.Fail("a lease lacks its holder or its end");
        }

        return new LeaseState(holder, token, Instants.ToOffset(until.Value));
    }
}
