using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Sessions.Serialization;

internal ref partial struct JsonScanner
{
    /// <summary>An instant in the one form that is written, as ticks.</summary>
    public long Instant()
    {
        var text = RawString(out _);
        if (!InstantText.TryParse(text, out var ticks))
        {
            Fail("an instant like 2026-11-21T05:13:00.123456Z was expected");
        }

        return ticks;
    }

    public Channel Channel()
    {
        var raw = RawString(out _);
        if (raw.SequenceEqual("api"u8))
        {
            return Sessions.Channel.Api;
        }

        if (raw.SequenceEqual("cli"u8))
        {
            return Sessions.Channel.Cli;
        }

        if (raw.SequenceEqual("mcp"u8))
        {
            return Sessions.Channel.Mcp;
        }

        if (!Sessions.Channel.TryParse(NameOf(raw), out var channel))
        {
            Fail("a channel name was expected");
        }

        return channel;
    }

    /// <summary>32 hexadecimal digits.</summary>
    public UInt128 Hex()
    {
        var text = RawString(out _);
        Span<byte> bytes = stackalloc byte[16];
        if (text.Length != 32 || Convert.FromHexString(text, bytes, out _, out _) != OperationStatus.Done)
        {
            Fail("32 hexadecimal digits were expected");
        }

        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>A value of the app's own, as it stands.</summary>
    public JsonText Json() => JsonText.Trusted(JsonBytes());

    /// <summary>The bytes of a value of the app's own.</summary>
    public byte[] JsonBytes() => RawValue(JsonText.MaxDepth).ToArray();

    /// <summary>A value of the app's own whose text was escaped into a string, so that its line breaks did not break the line.</summary>
    public JsonText EscapedJson()
    {
        var raw = RawString(out var escaped);
        try
        {
            return escaped ? JsonText.Parse(Unescape(raw)) : JsonText.Parse(raw);
        }
        catch (FormatException error) when (error is not LineFormatException)
        {
            Fail(error.Message);
            return default;
        }
    }

    /// <summary>Goes past a value that does not matter.</summary>
    public void Skip() => RawValue(MaxDepth);

    /// <summary>Keeps the property at hand, name and value, because this build does not know it.</summary>
    public void Keep(ref ArrayBufferWriter<byte>? kept)
    {
        RawValue(MaxDepth - 4);
        var first = kept is null;
        kept ??= new ArrayBufferWriter<byte>(64);
        kept.Write(first ? "{"u8 : ","u8);
        kept.Write(OneLine(_json[_property.._at]));
    }

    /// <summary>The properties kept, as an object; null when there were none.</summary>
    // A bare null would take the conversion from string and become JSON null.
    public static JsonText? Kept(ArrayBufferWriter<byte>? kept) =>
        kept is null ? default(JsonText?) : JsonText.Trusted([.. kept.WrittenSpan, (byte)'}']);

    /// <summary>A value that is kept as it is, but for line breaks between its tokens, which would break the line.</summary>
    public JsonText OneLineJson() => JsonText.Trusted(OneLine(RawValue(MaxDepth - 4)));

    private static byte[] OneLine(ReadOnlySpan<byte> raw)
    {
        var copy = raw.ToArray();
        copy.AsSpan().Replace((byte)'\n', (byte)' ');
        copy.AsSpan().Replace((byte)'\r', (byte)' ');
        return copy;
    }

    private ReadOnlySpan<byte> RawValue(int maxDepth)
    {
        var first = Next();
        var start = _at;
        switch (first)
        {
            case (byte)'{' or (byte)'[':
                Container(maxDepth);
                break;
            case (byte)'"':
                RawString(out var escaped);
                if (escaped)
                {
                    Scalar(_json[start.._at]);
                }

                break;
            case (byte)'t' or (byte)'f':
                Boolean();
                break;
            case (byte)'n' when _json[_at..].StartsWith("null"u8):
                _at += 4;
                break;
            default:
                Scalar(NumberText());
                break;
        }

        return _json[start.._at];
    }

    private void Container(int maxDepth)
    {
        var reader = new Utf8JsonReader(_json[_at..], new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            reader.Read();
            reader.Skip();
        }
        catch (JsonException error)
        {
            Fail(error.Message);
        }

        _at += (int)reader.BytesConsumed;
    }

    private readonly void Scalar(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            if (!reader.Read() || reader.BytesConsumed != text.Length)
            {
                Fail("a value was expected");
            }
        }
        catch (JsonException error)
        {
            Fail(error.Message);
        }
    }
}
