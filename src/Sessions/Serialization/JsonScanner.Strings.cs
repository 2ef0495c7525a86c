using System.Buffers;
using System.Text;

namespace Sessions.Serialization;

internal ref partial struct JsonScanner
{
    private static readonly SearchValues<byte> StringStops = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(static code => (byte)code), (byte)'"', (byte)'\\']);

    /// <summary>A text.</summary>
    public string Text()
    {
        var raw = RawString(out var escaped);
        return escaped ? Encoding.UTF8.GetString(Unescape(raw)) : Encoding.UTF8.GetString(raw);
    }

    /// <summary>A text that many lines have in common.</summary>
    public string Name() => NameOf(RawString(out _));

    /// <summary>The text of a property name, or of any string as it stands.</summary>
    public readonly string NameOf(ReadOnlySpan<byte> raw) =>
        raw.Contains((byte)'\\') ? Encoding.UTF8.GetString(Unescape(raw)) : NameCache.Get(raw);

    /// <summary>A text without its quotes, escapes and all: for comparing with what is never escaped.</summary>
    public ReadOnlySpan<byte> RawString() => RawString(out _);

    private ReadOnlySpan<byte> RawString(out bool escaped)
    {
        if (Next() != (byte)'"')
        {
            Fail("a string was expected");
        }

        var start = ++_at;
        escaped = false;
        while (true)
        {
            var stop = _json[_at..].IndexOfAny(StringStops);
            if (stop < 0)
            {
                Fail("a string has no end");
            }

            _at += stop;
            switch (_json[_at])
            {
                case (byte)'"':
                    return _json[start.._at++];
                case (byte)'\\':
                    escaped = true;
                    _at += 2;
                    if (_at > _json.Length)
                    {
                        _at = _json.Length;
                        Fail("a string has no end");
                    }

                    break;
                default:
                    Fail("a control character stands in a string");
                    break;
            }
        }
    }

    private readonly byte[] Unescape(ReadOnlySpan<byte> raw)
    {
        var target = new byte[raw.Length];
        var length = 0;
        while (true)
        {
            var stop = raw.IndexOf((byte)'\\');
            var plain = stop < 0 ? raw : raw[..stop];
            plain.CopyTo(target.AsSpan(length));
            length += plain.Length;
            if (stop < 0)
            {
                return target[..length];
            }

            raw = raw[(stop + 1)..];
            var simple = raw[0] switch
            {
                (byte)'n' => (byte)'\n',
                (byte)'"' => (byte)'"',
                (byte)'\\' => (byte)'\\',
                (byte)'t' => (byte)'\t',
                (byte)'r' => (byte)'\r',
                (byte)'/' => (byte)'/',
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                _ => (byte)0,
            };
            if (simple != 0)
            {
                target[length++] = simple;
                raw = raw[1..];
                continue;
            }

            var rune = CodePoint(ref raw);
            length += rune.EncodeToUtf8(target.AsSpan(length));
        }
    }

    private readonly Rune CodePoint(ref ReadOnlySpan<byte> raw)
    {
        var first = (char)Unit(ref raw);
        if (!char.IsSurrogate(first))
        {
            return new Rune(first);
        }

        if (raw is [(byte)'\\', ..])
        {
            raw = raw[1..];
            if (Rune.TryCreate(first, (char)Unit(ref raw), out var rune))
            {
                return rune;
            }
        }

        Fail("a string escapes half a surrogate pair");
        return default;
    }

    private readonly int Unit(ref ReadOnlySpan<byte> raw)
    {
        if (raw.Length < 5 || raw[0] != (byte)'u')
        {
            Fail("a string has an escape that JSON does not know");
        }

        var value = 0;
        for (var i = 1; i < 5; i++)
        {
            var digit = raw[i] switch
            {
                >= (byte)'0' and <= (byte)'9' => raw[i] - '0',
                >= (byte)'a' and <= (byte)'f' => raw[i] - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => raw[i] - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
            {
                Fail("an escape has a digit that is not hexadecimal");
            }

            value = (value << 4) | digit;
        }

        raw = raw[5..];
        return value;
    }
}
