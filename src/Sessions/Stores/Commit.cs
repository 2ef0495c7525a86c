namespace Sessions.Stores;

/// <summary>One atomic append, as it stands in a log: one or more events with consecutive versions, one instant, one channel.</summary>
public sealed class Commit
{
    private RareFields? _rare;

    internal Commit(CommitId id, long firstVersion, long at, Channel channel, SessionEvent[] events)
    {
        Id = id;
        FirstVersion = firstVersion;
        AtTicks = at;
        Channel = channel;
        EventArray = events;
    }

    /// <summary>Its name, made by whoever committed.</summary>
    public CommitId Id { get; }

    /// <summary>The version of its first event.</summary>
    public long FirstVersion { get; }

    /// <summary>The version of its last event.</summary>
    public long LastVersion => FirstVersion + EventArray.Length - 1;

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset At => Instants.ToOffset(AtTicks);

    /// <summary>The channel it came through.</summary>
    public Channel Channel { get; }

    /// <summary>The idempotency key; null where it had none.</summary>
    public string? IdempotencyKey
    {
        get => _rare?.IdempotencyKey;
        internal init => Rare.IdempotencyKey = value;
    }

    /// <summary>The hash of its content; zero where it had no key or cannot be compared.</summary>
    public UInt128 ContentHash
    {
        get => _rare?.ContentHash ?? default;
        internal init => Rare.ContentHash = value;
    }

    /// <summary>Its events, in order.</summary>
    public IReadOnlyList<SessionEvent> Events => EventArray;

    internal SessionEvent[] EventArray { get; }

    internal long AtTicks { get; }

    /// <summary>When the session expires as of this commit, so that the end of a log alone says whether it is alive.</summary>
    internal long ExpiryTicks { get; set; } = Instants.Never;

    /// <summary>Where it lies, in the store's own measure.</summary>
    internal long Position { get; set; }

    /// <summary>How far back the previous keyed commit lies, in the store's own measure; zero where there is none.</summary>
    internal long KeyBack
    {
        get => _rare?.KeyBack ?? 0;
        set => Rare.KeyBack = value;
    }

    /// <summary>Fields that a newer build wrote and this one does not know.</summary>
    internal JsonText? UnknownFields
    {
        get => _rare?.UnknownFields;
        set => Rare.UnknownFields = value;
    }

    private RareFields Rare => _rare ??= new RareFields();

    /// <summary>Most commits have none of these, and every commit is an allocation.</summary>
    private sealed class RareFields
    {
        public string? IdempotencyKey { get; set; }

        public UInt128 ContentHash { get; set; }

        public long KeyBack { get; set; }

        public JsonText? UnknownFields { get; set; }
    }
}
