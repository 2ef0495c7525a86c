using System.Security.Cryptography;

namespace Sessions.Sql;

/// <summary>What is known of a session as it stood in the database at one moment.</summary>
/// <param name="View">Its view.</param>
/// <param name="Revision">How often its row was written: a commit or a use that was planned on another one is not written.</param>
/// <param name="Clears">How many conversations were cleared: while it is the same, messages were only added.</param>
internal sealed record SqlKnown(Session View, long Revision, long Clears)
{
    // How often one life can be written: a thousand times a second for fifty days.
    private const int LifeBits = 32;

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

    /// <summary>Which of an incarnation's lives it is of: brought back from an archive, it is another one, and counts from elsewhere.</summary>
    public (string Incarnation, long Beginning) Life => (View.Incarnation, Beginning(Revision));

    /// <summary>Where a session that is brought in begins to count: where no other life of its incarnation is likely to have been.</summary>
    public static long NewBeginning() => ((long)RandomNumberGenerator.GetInt32(1, int.MaxValue) << LifeBits) + 1;

    public bool IsOf(string incarnation, long revision) =>
        Beginning(Revision) == Beginning(revision) && string.Equals(View.Incarnation, incarnation, StringComparison.Ordinal);

    public bool Is(string incarnation, long revision) =>
        Revision == revision && string.Equals(View.Incarnation, incarnation, StringComparison.Ordinal);

    private static long Beginning(long revision) => revision >> LifeBits;
}
