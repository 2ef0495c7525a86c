using System.Collections.Immutable;

namespace Sessions;

/// <summary>
/// The view of a session at one version: an immutable snapshot folded from its log. It holds no messages, only their counts,
/// and nothing that grows with the length of the history.
/// </summary>
public sealed partial class Session
{
    internal Session(SessionKey key) => Details = new SessionDetails { Partition = key.Partition, Id = key.Id };

    /// <summary>Member by member: <c>MemberwiseClone</c> goes through the runtime, and every commit makes a copy.</summary>
    private Session(Session other)
    {
        Details = other.Details;
        Version = other.Version;
        CurrentChannel = other.CurrentChannel;
        Channels = other.Channels;
        Chats = other.Chats;
        Invocations = other.Invocations;
        Lease = other.Lease;
        StateMap = other.StateMap;
        LastFencingToken = other.LastFencingToken;
        LogEnd = other.LogEnd;
        UpdatedTicks = other.UpdatedTicks;
        LastUsedTicks = other.LastUsedTicks;
        ExpiryTicks = other.ExpiryTicks;
        _idleFrom = other._idleFrom;
    }

    /// <summary>The session id.</summary>
    public string Id => Details.Id;

    /// <summary>The partition; empty for a session that belongs to none.</summary>
    public string Partition => Details.Partition;

    /// <summary>Partition and id.</summary>
    public SessionKey Key => new(Details.Partition, Details.Id);

    /// <summary>The random name of this life of the id: a session deleted and created again under its id has another one.</summary>
    public string Incarnation => Details.Incarnation;

    /// <summary>The version of the last event; the first event has version 1.</summary>
    public long Version { get; internal set; }

    /// <summary>The user it belongs to.</summary>
    public string? UserId => Details.UserId;

    /// <summary>A name to show.</summary>
    public string? DisplayName => Details.DisplayName;

    /// <summary>What the session is for.</summary>
    public string? Purpose => Details.Purpose;

    /// <summary>Labels to find it by, without duplicates, in ordinal order.</summary>
    public ImmutableArray<string> Tags => Details.Tags;

    /// <summary>Metadata of the app's own.</summary>
    public IReadOnlyDictionary<string, JsonText> Metadata => Details.Metadata;

    /// <summary>The user's preferences.</summary>
    public IReadOnlyDictionary<string, JsonText> Preferences => Details.Preferences;

    /// <summary>The state: each value with the channel, instant and version that set it.</summary>
    public IReadOnlyDictionary<string, StateEntry> State => StateMap;

    /// <summary>Whether cleanup keeps it whatever its age.</summary>
    public bool Pinned => Details.Pinned;

    /// <summary>The memory pool that is bound; null when there is none.</summary>
    public MemoryPoolBinding? MemoryPool => Details.MemoryPool;

    /// <summary>The channel that created it.</summary>
    public Channel CreatedBy => Details.CreatedBy;

    /// <summary>The channel that last used it.</summary>
    public Channel CurrentChannel { get; internal set; }

    /// <summary>How each channel used it, in the order of their first use; the 64 most recently used when there were more.</summary>
    public ImmutableArray<ChannelActivity> Channels { get; internal set; } = [];

    /// <summary>Its chats, in the order of their first message.</summary>
    public ImmutableArray<Chat> Chats { get; internal set; } = [];

    /// <summary>What its invocations come to.</summary>
    public InvocationTotals Invocations { get; internal set; } = InvocationTotals.None;

    /// <summary>The tokens used and their estimated cost.</summary>
    public TokenUsage Usage => Details.Usage;

    /// <summary>The switch between channels that has begun and is not completed.</summary>
    public Transition? OpenTransition => Details.OpenTransition;

    /// <summary>How many switches between channels were completed.</summary>
    public long TransitionCount => Details.TransitionCount;

    /// <summary>Who holds the lease, as last recorded; null when nobody does. It may have run out since.</summary>
    public LeaseState? Lease { get; internal set; }

    internal SessionDetails Details { get; set; }

    internal SortedMap<StateEntry> StateMap { get; set; } = SortedMap<StateEntry>.Empty;

    /// <summary>The greatest fencing token that was ever given out for this incarnation.</summary>
    internal long LastFencingToken { get; set; }

    /// <summary>Where the newest keyed commit lies, in the store's own measure; negative before the first.</summary>
    internal long KeyPosition
    {
        get => Details.KeyPosition;
        set => Details = Details with { KeyPosition = value };
    }

    /// <summary>Where the log went on after what this view was folded from, in a file store: view and place are published as one.</summary>
    internal long LogEnd { get; set; }

    internal Session Copy() => new(this);
}
