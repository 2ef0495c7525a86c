namespace Sessions;

/// <summary>One value of a session's state, and where it came from.</summary>
public readonly struct StateEntry
{
    private readonly long _at;

    internal StateEntry(JsonText value, Channel channel, long at, long version)
    {
        Value = value;
        Channel = channel;
        _at = at;
        Version = version;
    }

    /// <summary>The value.</summary>
    public JsonText Value { get; }

    /// <summary>The channel that set it.</summary>
    public Channel Channel { get; }

    /// <summary>When it was set (UTC).</summary>
    public DateTimeOffset At => Instants.ToOffset(_at);

    /// <summary>The version of the event that set it.</summary>
    public long Version { get; }

    internal long AtTicks => _at;
}
