namespace Sessions.Sql;

/// <summary>What is known of a session as it stood in the database at one moment.</summary>
/// <param name="View">Its view.</param>
/// <param name="Revision">How often its row was written: a commit or a use that was planned on another one is not written.</param>
/// <param name="Clears">How many conversations were cleared: while it is the same, messages were only added.</param>
internal sealed record SqlKnown(Session View, long Revision, long Clears)
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

    public bool Is(string incarnation, long revision) =>
        Revision == revision && string.Equals(View.Incarnation, incarnation, StringComparison.Ordinal);
}
