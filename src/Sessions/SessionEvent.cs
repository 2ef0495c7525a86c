namespace Sessions;

/// <summary>
/// One thing that happened to a session. The kinds that Sessions itself knows are the sealed types in
/// <c>Sessions.Events</c>; a kind that this build does not know is an <see cref="Events.UnknownEvent"/>.
/// </summary>
public abstract class SessionEvent
{
    private byte[]? _unknownFields;

    private protected SessionEvent()
    {
    }

    /// <summary>The position in the session's log: 1, 2, 3, … without gaps.</summary>
    public long Version { get; private set; }

    /// <summary>When it happened (UTC).</summary>
    public DateTimeOffset At => Instants.ToOffset(AtTicks);

    /// <summary>The channel it came through.</summary>
    public Channel Channel { get; private set; }

    /// <summary>The kind's name, as it stands in the log.</summary>
    public abstract string Kind { get; }

    internal long AtTicks { get; private set; }

    /// <summary>Fields that a newer build wrote and this one does not know: kept, so that a rewrite or a copy does not drop them.</summary>
    internal JsonText? UnknownFields
    {
        get => JsonText.TrustedOrNone(_unknownFields);
        set => _unknownFields = value?.ToBytes();
    }

    internal abstract StatusRule Rule { get; }

    internal virtual void Stamp(long version, long at, Channel channel)
    {
        Version = version;
        AtTicks = at;
        Channel = channel;
    }

    /// <summary>Folds the event into a view that nobody else can see yet.</summary>
    /// <param name="next">The view in the making.</param>
    /// <param name="position">Where the commit lies, in the store's own measure; chat heads point at it.</param>
    internal abstract void Apply(Session next, long position);
}
