namespace Sessions.Serialization;

internal sealed partial class LineWriter
{
    /// <summary>A text where there is one.</summary>
    public void Optional(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            Raw(name);
            Text(value);
        }
    }

    /// <summary>A number where it is not zero.</summary>
    public void Optional(ReadOnlySpan<byte> name, long value)
    {
        if (value != 0)
        {
            Raw(name);
            Int64(value);
        }
    }

    /// <summary>A channel where it is not the default one.</summary>
    public void Optional(ReadOnlySpan<byte> name, Channel channel)
    {
        if (channel != Channel.Default)
        {
            Raw(name);
            Text(channel.Name);
        }
    }

    /// <summary>A duration where there is one.</summary>
    public void Optional(ReadOnlySpan<byte> name, TimeSpan? value)
    {
        if (value is { } duration)
        {
            Raw(name);
            Duration(duration.Ticks);
        }
    }

    /// <summary>When a session expires, as a duration from an instant; nothing for never.</summary>
    public void TimeToLive(long expiry, long at)
    {
        if (expiry != Instants.Never)
        {
            Raw(",\"ttl\":"u8);
            Duration(expiry - at);
        }
    }

    public void Names(ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        Raw(name);
        Byte((byte)'[');
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
            {
                Byte((byte)',');
            }

            Text(values[i]);
        }

        Byte((byte)']');
    }

    /// <summary>Fields that were kept because the reader did not know them.</summary>
    public void Unknown(JsonText? fields)
    {
        if (fields is { } kept)
        {
            Byte((byte)',');
            Raw(kept.Utf8[1..^1]);
        }
    }
}
