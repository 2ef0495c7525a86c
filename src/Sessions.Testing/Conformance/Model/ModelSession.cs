namespace Sessions.Testing.Model;

/// <summary>What one session should be, kept in the plainest way: no sharing with the library, obvious rather than fast.</summary>
internal sealed class ModelSession
{
    public long Version { get; set; }

    public SessionStatus Status { get; set; }

    public bool Pinned { get; set; }

    public TimeSpan? Idle { get; init; }

    public DateTimeOffset? Absolute { get; init; }

    public bool Sliding { get; init; } = true;

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset Updated { get; set; }

    public DateTimeOffset LastUsed { get; set; }

    public DateTimeOffset IdleFrom { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public List<string> Kinds { get; } = [];

    public List<string> Tags { get; set; } = [];

    public SortedDictionary<string, (string Json, string Channel, long Version)> State { get; } = new(StringComparer.Ordinal);

    /// <summary>Each chat with all the messages that were ever in it, and how many of them were cleared.</summary>
    public Dictionary<string, (List<string> Messages, int Cleared)> Chats { get; } = [];

    public HashSet<string> Linked { get; } = [];

    public Dictionary<string, (long Version, string Content)> Keys { get; } = [];

    public Dictionary<string, long> Channels { get; } = [];

    public bool IsFinished => Status is SessionStatus.Completed or SessionStatus.Failed or SessionStatus.Abandoned;

    public DateTimeOffset? ExpiresAt
    {
        get
        {
            if (IsFinished)
            {
                return null;
            }

            var idle = Idle is { } timeout && Status != SessionStatus.Paused && !Pinned ? IdleFrom + timeout : DateTimeOffset.MaxValue;
            var end = Absolute is { } absolute && absolute < idle ? absolute : idle;
            return end == DateTimeOffset.MaxValue ? null : end;
        }
    }

    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;

    public ModelSession Copy()
    {
        var copy = new ModelSession
        {
            Version = Version,
            Status = Status,
            Pinned = Pinned,
            Idle = Idle,
            Absolute = Absolute,
            Sliding = Sliding,
            Created = Created,
            Updated = Updated,
            LastUsed = LastUsed,
            IdleFrom = IdleFrom,
            FinishedAt = FinishedAt,
            Tags = [.. Tags],
        };
        copy.Kinds.AddRange(Kinds);
        foreach (var (key, entry) in State)
        {
            copy.State.Add(key, entry);
        }

        foreach (var (name, (messages, cleared)) in Chats)
        {
            copy.Chats.Add(name, ([.. messages], cleared));
        }

        copy.Linked.UnionWith(Linked);
        foreach (var (key, kept) in Keys)
        {
            copy.Keys.Add(key, kept);
        }

        foreach (var (channel, count) in Channels)
        {
            copy.Channels.Add(channel, count);
        }

        return copy;
    }

    public void Use(string channel, DateTimeOffset now, bool extends)
    {
        LastUsed = now;
        IdleFrom = extends ? now : IdleFrom;
        Channels[channel] = Channels.GetValueOrDefault(channel) + 1;
    }
}
