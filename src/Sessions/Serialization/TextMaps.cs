namespace Sessions.Serialization;

/// <summary>
/// Values of the app's own, byte for byte. One with a line break in it is escaped into a string under a sibling name, so
/// that a record stays one line.
/// </summary>
internal static class TextMaps
{
    public static bool HasLineBreak(ReadOnlySpan<byte> utf8) => utf8.ContainsAny((byte)'\n', (byte)'\r');

    /// <summary>Writes one value as a property.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">What stands before the value: a comma, the name, a colon.</param>
    /// <param name="escapedName">The same for a value that has to be escaped.</param>
    /// <param name="value">The value.</param>
    public static void WriteValue(LineWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> escapedName, ReadOnlySpan<byte> value)
    {
        if (HasLineBreak(value))
        {
            writer.Raw(escapedName);
            writer.Text(value);
        }
        else
        {
            writer.Raw(name);
            writer.Raw(value);
        }
    }

    public static void Write(LineWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> escapedName, IReadOnlyDictionary<string, JsonText> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        var map = (SortedMap<JsonText>)values;
        WriteThose(writer, name, map, escaped: false);
        WriteThose(writer, escapedName, map, escaped: true);
    }

    public static void Read(ref JsonScanner json, bool escaped, ref SortedMap<JsonText> map)
    {
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            map = map.Set(json.NameOf(name), escaped ? json.EscapedJson() : json.Json());
        }
    }

    private static void WriteThose(LineWriter writer, ReadOnlySpan<byte> name, SortedMap<JsonText> map, bool escaped)
    {
        var any = false;
        foreach (var (key, value) in map)
        {
            if (HasLineBreak(value.Utf8) != escaped)
            {
                continue;
            }

            if (any)
            {
                writer.Byte((byte)',');
            }
            else
            {
                writer.Raw(name);
                writer.Byte((byte)'{');
                any = true;
            }

            writer.Text(key);
            writer.Byte((byte)':');
            if (escaped)
            {
                writer.Text(value.Utf8);
            }
            else
            {
                writer.Raw(value.Utf8);
            }
        }

        if (any)
        {
            writer.Byte((byte)'}');
        }
    }
}
