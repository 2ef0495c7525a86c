using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Sessions.Filters;

namespace Sessions.Stores;

/// <summary>
/// Where a page ended: the order, and what the last session is ordered by. The next page begins after that place, whatever
/// was inserted or deleted since.
/// </summary>
internal readonly record struct SessionCursor(SessionOrder Order, long Instant, string Partition, string Id)
{
    private const byte FormatVersion = 1;

    // Behind the format, the order, the instant and the length of the partition.
    private const int PlaceOfNames = 12;
    private const int LongestKnown = PlaceOfNames + ushort.MaxValue + Check.MaxIdLength;

    public static SessionCursor Of(Session session, SessionOrder order) =>
        new(order, InstantOf(session, order), session.Partition, session.Id);

    public static long InstantOf(Session session, SessionOrder order) => order switch
    {
        SessionOrder.NewestUpdated or SessionOrder.OldestUpdated => session.UpdatedTicks,
        SessionOrder.NewestCreated or SessionOrder.OldestCreated => session.Details.CreatedAt,
        _ => 0,
    };

    public static SessionCursor? Parse(SessionQuery query)
    {
        if (query.Cursor is not { } text)
        {
            return null;
        }

        // Whoever asks may have written it himself: what no list gives would mean one thing to one store and another to the next.
        if (Base64Url.IsValid(text, out var length) && length is > PlaceOfNames and <= LongestKnown)
        {
            var bytes = Base64Url.DecodeFromChars(text);
            var instant = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(2));
            var partitionLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(10));
            if (bytes[0] == FormatVersion && (SessionOrder)bytes[1] == query.Order && IsInstant(instant, query.Order)
                && TrySplit(bytes.AsSpan(PlaceOfNames), partitionLength, out var partition, out var id)
                && Check.IsSessionId(id) && (query.Partition ?? partition) == partition)
            {
                return new SessionCursor(query.Order, instant, partition, id);
            }
        }

        throw new ArgumentException(
            $"The cursor is not one that a list in the order {query.Order} gave. Start again without a cursor, or use the order and the partition that it came from.",
            nameof(query));
    }

    /// <summary>Whether one instant comes after another in an order.</summary>
    public static bool IsBehind(long instant, long other, SessionOrder order) => CompareInstants(instant, other, order) > 0;

    /// <summary>The order of two places: negative when the left one comes first.</summary>
    public static int Compare(in SessionCursor left, in SessionCursor right)
    {
        var byInstant = CompareInstants(left.Instant, right.Instant, left.Order);
        if (byInstant != 0)
        {
            return byInstant;
        }

        var byPartition = CodePointOrder.Compare(left.Partition, right.Partition);
        return byPartition != 0 ? byPartition : string.CompareOrdinal(left.Id, right.Id);
    }

    public override string ToString()
    {
        var partition = Encoding.UTF8.GetBytes(Partition);
        var id = Encoding.UTF8.GetBytes(Id);
        var bytes = new byte[PlaceOfNames + partition.Length + id.Length];
        bytes[0] = FormatVersion;
        bytes[1] = (byte)Order;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(2), Instant);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), (ushort)partition.Length);
        partition.CopyTo(bytes, PlaceOfNames);
        id.CopyTo(bytes, PlaceOfNames + partition.Length);
        return Base64Url.EncodeToString(bytes);
    }

    private static int CompareInstants(long left, long right, SessionOrder order) =>
        order is SessionOrder.NewestUpdated or SessionOrder.NewestCreated ? right.CompareTo(left) : left.CompareTo(right);

    private static bool IsInstant(long ticks, SessionOrder order) => order is SessionOrder.Id
        ? ticks == 0
        : ticks >= 0 && ticks <= DateTime.MaxValue.Ticks && ticks % TimeSpan.TicksPerMicrosecond == 0;

    private static bool TrySplit(ReadOnlySpan<byte> names, int partitionLength, out string partition, out string id)
    {
        partition = id = "";
        if (names.Length <= partitionLength || !Utf8.IsValid(names[..partitionLength]) || !Utf8.IsValid(names[partitionLength..]))
        {
            return false;
        }

        partition = Encoding.UTF8.GetString(names[..partitionLength]);
        id = Encoding.UTF8.GetString(names[partitionLength..]);
        return true;
    }
}
