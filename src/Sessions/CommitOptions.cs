namespace Sessions;

/// <summary>The conditions of a commit.</summary>
public readonly record struct CommitOptions
{
    /// <summary>The channel it comes through.</summary>
    public Channel Channel { get; init; }

    /// <summary>The key under which a repetition is recognised; null for none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The version that the session must have, zero for "must not exist"; null for any.</summary>
    public long? ExpectedVersion { get; init; }

    /// <summary>The lease that must be held; null for none.</summary>
    public LeaseToken? Lease { get; init; }

    /// <summary>The commit's own name; the default value lets the store make one.</summary>
    public CommitId CommitId { get; init; }

    /// <summary>Through a channel, on no other condition.</summary>
    public static implicit operator CommitOptions(Channel channel) => new() { Channel = channel };

    /// <summary>Through a channel, on no other condition.</summary>
    public static CommitOptions FromChannel(Channel channel) => channel;
}
