using System.Globalization;

namespace Sessions.Benchmarks.Quick;

/// <summary>Figures as a person reads them.</summary>
internal static class Format
{
    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 10_000 => Text($"{nanoseconds:N0} ns"),
        < 10_000_000 => Text($"{nanoseconds / 1e3:N1} µs"),
        _ => Text($"{nanoseconds / 1e6:N1} ms"),
    };

    public static string Bytes(double bytes) => Text($"{bytes:N0} B");

    public static string Rate(double nanoseconds) => nanoseconds < 1000
        ? Text($"{1e3 / nanoseconds:N2} M/s")
        : Text($"{1e6 / nanoseconds:N0} k/s");

    public static string Times(double ratio) => Text($"{ratio:N2} x");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
