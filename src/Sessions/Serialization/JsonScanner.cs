using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Sessions.Serialization;

/// <summary>
/// Walks one JSON document of a known shape, forwards. Whatever it meets that is no JSON, or not of that shape, is a
/// <see cref="LineFormatException"/>. The bytes must be valid UTF-8.
/// </summary>
/// <remarks>
/// Chosen over <c>Utf8JsonReader</c> for the envelope of a line, where it takes half the time; values that are opaque here
/// are still left to that.
/// </remarks>
internal ref partial struct JsonScanner(ReadOnlySpan<byte> json)
{
    /// <summary>How deep a line may be nested: a value of the app's own, and what stands around it.</summary>
    public const int MaxDepth = 80;

    private readonly ReadOnlySpan<byte> _json = json;
    private int _at;
    private int _property;
    private bool _first;

    /// <summary>Where the next value begins.</summary>
    public int Mark()
    {
        Next();
        return _at;
    }

    /// <summary>Goes back to the beginning of a value.</summary>
    public void Return(int mark) => _at = mark;

    public void BeginObject()
    {
        Expect((byte)'{');
        _first = true;
    }

    /// <summary>Goes to the next property's value, or past the end of the object.</summary>
    /// <param name="name">The name as it stands, escapes and all.</param>
    public bool NextProperty(out ReadOnlySpan<byte> name)
    {
        var json = _json;
        var at = _at;

        // What this library wrote has no white space, and almost always goes through here.
        if (!_first && at + 1 < json.Length && json[at] == (byte)',' && json[at + 1] == (byte)'"')
        {
            at++;
        }
        else if (More((byte)'}'))
        {
            at = _at;
        }
        else
        {
            name = default;
            return false;
        }

        _property = at;
        if (json[at] != (byte)'"')
        {
            Fail("a property name was expected");
        }

        var start = ++at;
        while ((uint)at < (uint)json.Length && json[at] is not ((byte)'"' or (byte)'\\' or < 0x20))
        {
            at++;
        }

        if ((uint)at < (uint)json.Length && json[at] == (byte)'"')
        {
            name = json[start..at];
            _at = at + 1;
        }
        else
        {
            _at = start - 1;
            name = RawString(out _);
        }

        if ((uint)_at < (uint)json.Length && json[_at] == (byte)':')
        {
            _at++;
        }
        else
        {
            Expect((byte)':');
        }

        return true;
    }

    public void BeginArray()
    {
        Expect((byte)'[');
        _first = true;
    }

    public bool NextItem() => More((byte)']');

    /// <summary>Nothing but white space may follow the document.</summary>
    public void End()
    {
        while (_at < _json.Length)
        {
            if (_json[_at++] is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                _at--;
                Fail("nothing was expected after the end of the record");
            }
        }
    }

    /// <summary>The next byte that is no white space; it is not consumed.</summary>
    private byte Next()
    {
        while ((uint)_at < (uint)_json.Length)
        {
            var value = _json[_at];
            if (value > (byte)' ')
            {
                return value;
            }

            if (value is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                Fail("a control character stands between values");
            }

            _at++;
        }

        Fail("the record ends too early");
        return 0;
    }

    private bool More(byte close)
    {
        var next = Next();
        if (next == close)
        {
            _at++;
            _first = false;
            return false;
        }

        if (_first)
        {
            _first = false;
        }
        else
        {
            if (next != (byte)',')
            {
                Fail("a comma was expected");
            }

            _at++;
            Next();
        }

        return true;
    }

    private void Expect(byte value)
    {
        if (Next() != value)
        {
            Fail($"'{(char)value}' was expected");
        }

        _at++;
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public readonly void Fail(string reason) => throw new LineFormatException($"At byte {_at}: {reason}.");
}
