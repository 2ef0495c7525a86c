namespace Sessions;

/// <summary>How one channel has used a session.</summary>
public readonly struct ChannelActivity
{
    private readonly long _first;
    private readonly long _last;

    internal ChannelActivity(Channel channel, long first, long last, long count)
    {
        Channel = channel;
        _first = first;
        _last = last;
        Count = count;
    }

    /// <summary>The channel.</summary>
    public Channel Channel { get; }

    /// <summary>When it first used the session (UTC).</summary>
    public DateTimeOffset First => Instants.ToOffset(_first);

    /// <summary>When it last used the session (UTC); reads are recorded no finer than the touch coalescing interval.</summary>
    public DateTimeOffset Last => Instants.ToOffset(_last);

    /// <summary>How many uses are recorded: each commit, and each recorded touch.</summary>
    public long Count { get; }

    internal long FirstTicks => _first;

    internal long LastTicks => _last;
}
