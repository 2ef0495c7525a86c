using System.Globalization;

namespace Sessions.Filters;

/// <summary>How decimal numbers become doubles: correctly rounded, by the same code for what is stored and what is asked.</summary>
internal static class Doubles
{
    /// <summary>The nearest double; the largest of its sign where that would be infinite, since not every database can keep infinity.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out double value)
    {
        var read = double.TryParse(utf8, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
        value = Math.Clamp(value, double.MinValue, double.MaxValue);
        return read;
    }

    /// <summary>The nearest double. A cast is off by a digit now and then.</summary>
    public static double Nearest(decimal value)
    {
        Span<byte> text = stackalloc byte[40];
        value.TryFormat(text, out var written, default, CultureInfo.InvariantCulture);
        return double.Parse(text[..written], NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
