namespace Sessions.Sql;

/// <summary>What is known of a session as it stood in the database at one moment.</summary>
/// <param name="View">Its view.</param>
/// <param name="Revision">
/// The random number that its row was given when it became this: a commit or a use that was planned on another one is not written.
/// A counter would come by the same number again where the database lost what it had shown already.
/// </param>
/// <param name="Era">
/// The random number that it was given when a conversation was last cleared, or it began: while it is the same, messages were only added.
/// </param>
internal sealed record SqlKnown(Session View, long Revision, long Era)
{
    private long _seenAt;

    /// <summary>The time by which it is judged: when the database last said that it stands so. By a later one it might have been prolonged.</summary>
    public long SeenAt => Volatile.Read(ref _seenAt);

    public void Seen(long at)
    {
        for (var before = SeenAt; before < at;)
        {
            var found = Interlocked.CompareExchange(ref _seenAt, at, before);
            before = found == before ? at : found;
        }
    }

#pragma warning disable CA5394 // No two are to be alike; nothing depends on its being unforeseeable.
    /// <summary>A number that no row was given before.</summary>
    public static long NewNumber() => Random.Shared.NextInt64(1, long.MaxValue);
#pragma warning restore CA5394
}
