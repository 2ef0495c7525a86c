using Sessions.Stores;

namespace Sessions.Sql;

/// <summary>
/// Whether something is missing between what was read. It was deleted by hand, or InnoDB left it out: a scan backwards can lose a record
/// that is moved to another page meanwhile (bugs 114248 and 115518 of MySQL). So it is read again, and what is missing then, too, is not there.
/// </summary>
internal static class Holes
{
    /// <param name="messages">Messages of a chat, in their order.</param>
    /// <param name="after">The ordinal behind which all were asked for.</param>
    /// <param name="range">How many, and from which end.</param>
    public static bool IsIn(List<Message> messages, long after, in MessageRange range)
    {
        if (messages.Count == 0)
        {
            return false;
        }

        var isWhole = !range.FromEnd || messages.Count < range.Limit;
        return messages[^1].Ordinal - messages[0].Ordinal != messages.Count - 1 || (isWhole && messages[0].Ordinal > after + 1);
    }

    /// <param name="events">Events of a session, in their order.</param>
    /// <param name="after">The version behind which they were asked for.</param>
    public static bool IsIn(List<EventRow> events, long after) =>
        events.Count > 0 && (events[^1].Version - events[0].Version != events.Count - 1 || events[0].Version > after + 1);
}
