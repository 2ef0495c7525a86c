using System.Buffers;
using System.Collections.Immutable;

namespace Sessions.Serialization;

/// <summary>The fields of a view while it is read, in whatever order they come.</summary>
internal sealed partial class ViewFields
{
    public ArrayBufferWriter<byte>? Kept;
    public Description Description = new();
    public Lifetime Lifetime = new();

    private string _partition = "";
    private string? _user;
    private string? _reason;
    private Channel _createdBy;
    private Channel _channel;
    private SessionStatus _status;
    private long _finished;
    private long _transitions;
    private long _lastToken;
    private long _keyPosition = -1;
    private long _horizon;
    private bool _pinned;
    private MemoryPoolBinding? _pool;
    private TokenUsage _usage;
    private Transition? _open;
    private LeaseState? _lease;
    private ImmutableArray<ChannelActivity> _channels = [];
    private ImmutableArray<Chat> _chats = [];
    private InvocationTotals _calls = InvocationTotals.None;
    private SortedMap<StateEntry> _state = SortedMap<StateEntry>.Empty;

    public string? Id { get; private set; }

    public string? Incarnation { get; private set; }

    public long Version { get; private set; }

    public long? CreatedAt { get; private set; }

    public long? UpdatedAt { get; private set; }

    public long? UsedAt { get; private set; }

    public long? IdleFrom { get; private set; }

    /// <summary>Reads one field of what names the session, if the name is that of one.</summary>
    public bool TryReadIdentity(ref JsonScanner json, ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("n"u8))
        {
            Version = json.Int64();
        }
        else if (name.SequenceEqual("p"u8))
        {
            _partition = json.Name();
        }
        else if (name.SequenceEqual("id"u8))
        {
            Id = json.Text();
        }
        else if (name.SequenceEqual("inc"u8))
        {
            Incarnation = json.Text();
        }
        else if (name.SequenceEqual("user"u8))
        {
            _user = json.Name();
        }
        else if (name.SequenceEqual("created"u8))
        {
            CreatedAt = json.Instant();
        }
        else if (name.SequenceEqual("by"u8))
        {
            _createdBy = json.Channel();
        }
        else
        {
            return false;
        }

        return true;
    }

    public Session ToSession()
    {
        var session = new Session(new SessionKey(_partition, Id!))
        {
            Version = Version,
            Details = ToDetails(),
            UpdatedTicks = UpdatedAt!.Value,
            LastUsedTicks = UsedAt!.Value,
            IdleFromTicks = IdleFrom!.Value,
            CurrentChannel = _channel,
            Channels = _channels,
            Chats = _chats,
            Invocations = _calls,
            StateMap = _state,
            Lease = _lease,
            LastFencingToken = _lastToken,
            KeyPosition = _keyPosition,
        };
        session.RecomputeExpiry();
        return session;
    }

    private SessionDetails ToDetails() => new()
    {
        Partition = _partition,
        Id = Id!,
        Incarnation = Incarnation!,
        UserId = _user,
        DisplayName = Description.DisplayName,
        Purpose = Description.Purpose,
        Tags = [.. Description.Tags ?? []],
        Metadata = Description.Metadata,
        Preferences = Description.Preferences,
        CreatedAt = CreatedAt!.Value,
        CreatedBy = _createdBy,
        Status = _status,
        StatusReason = _reason,
        FinishedAt = _finished,
        IdleTimeout = Lifetime.Idle,
        Sliding = Lifetime.Sliding,
        AbsoluteExpiry = Lifetime.Absolute,
        Pinned = _pinned,
        MemoryPool = _pool,
        Usage = _usage,
        OpenTransition = _open,
        TransitionCount = _transitions,
        Horizon = _horizon,
        UnknownFields = JsonScanner.Kept(Kept),
    };
}
