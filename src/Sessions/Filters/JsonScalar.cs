using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sessions.Filters;

/// <summary>What conditions see of a JSON value.</summary>
internal static class JsonScalar
{
    /// <param name="utf8">One valid JSON value.</param>
    public static SessionValue Read(ReadOnlySpan<byte> utf8)
    {
        var value = utf8.Trim(" \t\r\n"u8);
        switch (value[0])
        {
            case (byte)'n':
                return default;
            case (byte)'t' or (byte)'f':
                return SessionValue.FromTruth(value[0] == 't');
            case (byte)'{' or (byte)'[':
                return SessionValue.Opaque;
            case (byte)'"':
                return ReadString(value);
            default:
                return Doubles.TryParse(value, out var number) ? SessionValue.OfFinite(number) : SessionValue.Opaque;
        }
    }

    private static SessionValue ReadString(ReadOnlySpan<byte> quoted)
    {
        var content = quoted[1..^1];
        if (!content.Contains((byte)'\\'))
        {
            return SessionValue.OfStored(Encoding.UTF8.GetString(content));
        }

        if (!IsText(content))
        {
            return SessionValue.Opaque;
        }

        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return SessionValue.OfStored(reader.GetString());
    }

    /// <summary>Whether no escape stands for what not every store can keep as text: U+0000 or half a surrogate pair.</summary>
    private static bool IsText(ReadOnlySpan<byte> content)
    {
        for (int next; (next = content.IndexOf((byte)'\\')) >= 0;)
        {
            content = content[next..];
            if (content[1] != 'u')
            {
                content = content[2..];
                continue;
            }

            var unit = Unit(content);
            content = content[6..];
            if (unit == 0 || char.IsLowSurrogate(unit))
            {
                return false;
            }

            if (char.IsHighSurrogate(unit))
            {
                if (!content.StartsWith("\\u"u8) || !char.IsLowSurrogate(Unit(content)))
                {
                    return false;
                }

                content = content[6..];
            }
        }

        return true;
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
