using Sessions.Stores;

namespace Sessions.Serialization;

/// <summary>The last line of a generation: nothing may follow it.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Reason">In one word why. A log that is closed for a reason that a build does not know is none of its business.</param>
internal sealed record SealRecord(long At, string Reason)
{
    public const string Moved = "moved";

    /// <summary>The session had expired, and its id was taken again before cleanup came by.</summary>
    public const string Replaced = "replaced";

    /// <summary>The generation in which the log goes on; zero where it does not.</summary>
    public long Next { get; init; }

    public bool IsMoved => Reason == Moved;

    /// <summary>
    /// Whether it says that the session is gone. Only such a log is ever deleted or replaced: one that goes on elsewhere, as a
    /// newer build may say, holds a session that is alive.
    /// </summary>
    public bool IsRemoval => Reason is "deleted" or "expired" or "retention" or "age" or Replaced;

    /// <summary>Why the session is gone, where it is.</summary>
    public RemovalReason Removal => Reason switch
    {
        "expired" => RemovalReason.Expired,
        "retention" => RemovalReason.Retention,
        "age" => RemovalReason.Age,
        _ => RemovalReason.Deleted,
    };

    public static SealRecord ForMove(long at, long next) => new(at, Moved) { Next = next };

    public static SealRecord ForRemoval(long at, RemovalReason reason) => new(at, reason switch
    {
        RemovalReason.Expired => "expired",
        RemovalReason.Retention => "retention",
        RemovalReason.Age => "age",
        _ => "deleted",
    });
}
