namespace Sessions.Serialization;

/// <summary>The one form in which instants are stored: <c>2026-11-21T05:13:00.123456Z</c>.</summary>
internal static class InstantText
{
    private const int Length = 27;

    public static bool TryParse(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length != Length || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':'
            || text[19] != '.' || text[26] != 'Z')
        {
            return false;
        }

        var wrong = 0u;
        var year = (Two(text, 0, ref wrong) * 100) + Two(text, 2, ref wrong);
        var month = Two(text, 5, ref wrong);
        var day = Two(text, 8, ref wrong);
        var hour = Two(text, 11, ref wrong);
        var minute = Two(text, 14, ref wrong);
        var second = Two(text, 17, ref wrong);
        var micros = (((Two(text, 20, ref wrong) * 100) + Two(text, 22, ref wrong)) * 100) + Two(text, 24, ref wrong);
        if (wrong != 0 || year == 0 || month - 1u > 11 || day == 0 || day > DateTime.DaysInMonth((int)year, (int)month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        ticks = new DateTime((int)year, (int)month, (int)day).Ticks
            + (((((hour * 60L) + minute) * 60L) + second) * TimeSpan.TicksPerSecond)
            + (micros * TimeSpan.TicksPerMicrosecond);
        return true;
    }

    private static uint Two(ReadOnlySpan<byte> text, int at, ref uint wrong)
    {
        var tens = (uint)(text[at] - '0');
        var ones = (uint)(text[at + 1] - '0');

        if (tens > 9 || ones > 9)
        {
            wrong = 1;
        }

        return (tens * 10) + ones;
    }
}
