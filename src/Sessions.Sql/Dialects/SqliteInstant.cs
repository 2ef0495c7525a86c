using System.Globalization;

namespace Sessions.Sql;

/// <summary>
/// Instants as texts that sort as they read, and that SQLite's own functions read: <c>2026-01-31 23:59:59.123456</c>. By hand,
/// since each commit writes six of them and each message that is read has one.
/// </summary>
internal static class SqliteInstant
{
    private const int Length = 26;

    public static string Write(long ticks) => string.Create(Length, ticks, static (text, value) =>
    {
        var instant = new DateTime(value);
        Digits(text[..4], instant.Year);
        text[4] = '-';
        Digits(text[5..7], instant.Month);
        text[7] = '-';
        Digits(text[8..10], instant.Day);
        text[10] = ' ';
        Digits(text[11..13], instant.Hour);
        text[13] = ':';
        Digits(text[14..16], instant.Minute);
        text[16] = ':';
        Digits(text[17..19], instant.Second);
        text[19] = '.';
        Digits(text[20..], (int)(value % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond));
    });

    public static long Read(string text)
    {
        if (text.Length != Length)
        {
            throw new FormatException($"An instant of {Length} characters was expected, such as 2026-01-31 23:59:59.123456; this one is \"{text}\".");
        }

        return new DateTime(Number(text, 0, 4), Number(text, 5, 2), Number(text, 8, 2), Number(text, 11, 2), Number(text, 14, 2), Number(text, 17, 2)).Ticks
            + (Number(text, 20, 6) * TimeSpan.TicksPerMicrosecond);
    }

    private static void Digits(Span<char> text, int value)
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            (value, var digit) = Math.DivRem(value, 10);
            text[i] = (char)('0' + digit);
        }
    }

    private static int Number(string text, int start, int length) =>
        int.Parse(text.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture);
}
