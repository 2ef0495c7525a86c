using System.Globalization;

namespace Sessions.DependencyInjection.Settings;

/// <summary>How a kind of setting is written.</summary>
/// <param name="Expected">What is expected, in words.</param>
/// <param name="Parse">Reads it; null for what is something else.</param>
internal sealed record SettingKind<T>(string Expected, Func<string, Parsed<T>?> Parse);

/// <summary>The kinds of settings.</summary>
internal static class SettingKind
{
    public static readonly SettingKind<string> Text = new("a text", static text => new(text));

    public static readonly SettingKind<bool> Switch = new("true or false", static text => text.ToLowerInvariant() switch
    {
        "true" or "1" => new(true),
        "false" or "0" => new(false),
        _ => null,
    });

    public static readonly SettingKind<int> Count = new("a whole number", static text =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) ? new(count) : null);

    public static readonly SettingKind<TimeSpan> Duration = new(
        "a duration such as 00:30:00, 1.12:00:00 (a day and a half), 30d, 12h, 5m or 10s", static text => ReadDuration(text) is { } read ? new(read) : null);

    public static readonly SettingKind<TimeSpan?> OptionalDuration = OrNone(Duration);

    public static readonly SettingKind<TimeSpan> Minutes = new(
        "a number of minutes", static text => Times(text, TimeSpan.TicksPerMinute) is { } read ? new(read) : null);

    public static readonly SettingKind<TimeSpan?> OptionalMinutes = OrNone(Minutes);

    public static readonly SettingKind<TimeSpan?> OptionalDays = OrNone(new(
        "a number of days", static text => Times(text, TimeSpan.TicksPerDay) is { } read ? new(read) : null));

    private static SettingKind<TimeSpan?> OrNone(SettingKind<TimeSpan> kind) => new($"{kind.Expected}, or none", text =>
        text.Equals("none", StringComparison.OrdinalIgnoreCase)
            ? new(null)
            : kind.Parse(text) is { } parsed ? new(parsed.Value) : null);

    private static TimeSpan? ReadDuration(string text)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        // Another number without a unit would be read as days, which hardly anybody means.
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParseExact(text, ["c", "g", "h\\:mm"], CultureInfo.InvariantCulture, out var read) ? read : null;
        }

        var number = text.EndsWith("ms", StringComparison.OrdinalIgnoreCase) ? text[..^2] : text[..^1];
        return text[number.Length..].ToLowerInvariant() switch
        {
            "ms" => Times(number, TimeSpan.TicksPerMillisecond),
            "s" => Times(number, TimeSpan.TicksPerSecond),
            "m" => Times(number, TimeSpan.TicksPerMinute),
            "h" => Times(number, TimeSpan.TicksPerHour),
            "d" => Times(number, TimeSpan.TicksPerDay),
            _ => null,
        };
    }

    private static TimeSpan? Times(string text, long unit) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) < TimeSpan.MaxValue.Ticks / unit
            ? new TimeSpan((long)(number * unit))
            : null;
}
