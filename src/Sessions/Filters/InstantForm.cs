using System.Globalization;

namespace Sessions.Filters;

/// <summary>Instants in filters, after RFC 3339: written in UTC, read with any offset; a day alone begins at midnight UTC.</summary>
internal static class InstantForm
{
    public const string Expected = "an instant like 2026-01-01T00:00:00Z was expected";

    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    public static string Write(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset Parse(string text)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal;
        DateTimeOffset instant;
        var read = text.Length == 10
            ? DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, Utc, out instant)
            : DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, Utc, out instant) && HasOffset(text);
        return read ? instant : throw new FormatException(InstantForm.Expected);
    }

    private static bool HasOffset(string text) => text[^1] == 'Z' || text[^6] is '+' or '-';
}
