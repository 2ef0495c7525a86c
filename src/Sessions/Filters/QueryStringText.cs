using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sessions.Filters;

/// <summary>
/// Percent-encoding after RFC 3986. What a query may hold as it stands is left as it stands, so that an encoded condition can
/// still be read; read is whatever browsers and clients write, a plus sign as a space included.
/// </summary>
internal static class QueryStringText
{
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~'(),:/"u8);

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            if (Plain.Contains(unit))
            {
                encoded.Append((char)unit);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
            }
        }

        return encoded.ToString();
    }

    /// <param name="text">What stands there.</param>
    /// <param name="position">Where, in the whole.</param>
    public static string Decode(string text, int position)
    {
        var decoded = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length || !byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out decoded[length]))
                {
                    throw Wrong(position + i, "expected two hexadecimal digits behind %; a percent sign itself is written %25");
                }

                length++;
                i += 2;
            }
            else
            {
                Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var units);
                length += (text[i] == '+' ? new Rune(' ') : rune).EncodeToUtf8(decoded.AsSpan(length));
                i += units - 1;
            }
        }

        try
        {
            return Strict.GetString(decoded, 0, length);
        }
        catch (ArgumentException)
        {
            throw Wrong(position, "what the percent signs stand for is not UTF-8");
        }
    }

    public static FilterFormatException Wrong(int position, string what) => new(string.Create(
        CultureInfo.InvariantCulture, $"At character {position + 1} of the query: {what}."));
}
