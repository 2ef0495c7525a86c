using System.Buffers;
using System.Text;

namespace Sessions.Serialization;

internal sealed partial class LineWriter
{
    // Only what RFC 8259 demands is escaped: texts in any script stay readable in the file.
    private static readonly SearchValues<char> EscapedChars = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(static code => (char)code), '"', '\\']);

    private static readonly SearchValues<byte> EscapedBytes = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(static code => (byte)code), (byte)'"', (byte)'\\']);

    /// <summary>A JSON string.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        Byte((byte)'"');
        while (true)
        {
            var stop = text.IndexOfAny(EscapedChars);
            if (stop < 0)
            {
                Unescaped(text);
                break;
            }

            Unescaped(text[..stop]);
            Escape((byte)text[stop]);
            text = text[(stop + 1)..];
        }

        Byte((byte)'"');
    }

    /// <summary>A JSON string whose content is given in UTF-8.</summary>
    public void Text(ReadOnlySpan<byte> utf8)
    {
        Byte((byte)'"');
        while (true)
        {
            var stop = utf8.IndexOfAny(EscapedBytes);
            if (stop < 0)
            {
                Raw(utf8);
                break;
            }

            Raw(utf8[..stop]);
            Escape(utf8[stop]);
            utf8 = utf8[(stop + 1)..];
        }

        Byte((byte)'"');
    }

    private void Unescaped(ReadOnlySpan<char> text)
    {
        // Three bytes a character are always enough; long texts are counted, so that they do not triple the buffer.
        Ensure(text.Length <= 1024 ? text.Length * 3 : Encoding.UTF8.GetByteCount(text));
        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
    }

    private void Escape(byte value)
    {
        switch (value)
        {
            case (byte)'"':
                Raw("\\\""u8);
                break;
            case (byte)'\\':
                Raw("\\\\"u8);
                break;
            case (byte)'\n':
                Raw("\\n"u8);
                break;
            case (byte)'\r':
                Raw("\\r"u8);
                break;
            case (byte)'\t':
                Raw("\\t"u8);
                break;
            default:
                Raw("\\u00"u8);
                Byte("0123456789abcdef"u8[value >> 4]);
                Byte("0123456789abcdef"u8[value & 0xF]);
                break;
        }
    }
}
