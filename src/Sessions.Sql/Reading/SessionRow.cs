using Sessions.Stores;

namespace Sessions.Sql;

/// <summary>One of several sessions that were read together: what it is, or why it cannot be read.</summary>
/// <param name="Key">Its key.</param>
/// <param name="At">What it is ordered by, as its columns have it.</param>
/// <param name="View">Its view; null where that does not read.</param>
/// <param name="Damage">What is wrong; null where nothing is.</param>
internal sealed record SessionRow(SessionKey Key, long At, Session? View, SessionDamagedException? Damage)
{
    public static SessionRow Read(SessionKey key, long at, string json)
    {
        try
        {
            return new SessionRow(key, at, ViewReader.Read(key, json), null);
        }
        catch (SessionDamagedException damage)
        {
            // The others are well: whoever asked for them gets them, and hears of this one.
            return new SessionRow(key, at, null, damage);
        }
    }

    /// <summary>Where a list goes on behind it.</summary>
    public SessionCursor PlaceIn(SessionOrder order) => View is not null
        ? SessionCursor.Of(View, order)
        : new SessionCursor(order, order is SessionOrder.Id ? 0 : At, Key.Partition, Key.Id);

    /// <summary>Where the database has it: by its partition as that is written there.</summary>
    public SessionCursor OrderIn(SessionOrder order) => PlaceIn(order) with { Partition = SqlText.Encode(Key.Partition) };
}
