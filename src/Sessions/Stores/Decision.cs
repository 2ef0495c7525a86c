namespace Sessions.Stores;

/// <summary>What a commit is to append.</summary>
/// <param name="Events">The events, not yet stamped; none to leave everything as it is.</param>
/// <param name="ContentHash">
/// A hash of what the caller asked for, taken before any encryption, by which a repeated idempotency key is compared;
/// zero where the content depends on the view and cannot be compared.
/// </param>
public readonly record struct Decision(SessionEvent[] Events, UInt128 ContentHash = default)
{
    /// <summary>
    /// Why the commit is refused after all; null when it is not. Unlike a thrown refusal it leaves the content hash to be
    /// compared, when the idempotency key turns out to be known.
    /// </summary>
    public SessionException? Refusal { get; init; }
}
