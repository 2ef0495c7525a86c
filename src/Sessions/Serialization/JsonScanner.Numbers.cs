using System.Buffers;
using System.Globalization;

namespace Sessions.Serialization;

internal ref partial struct JsonScanner
{
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("+-.0123456789Ee"u8);

    /// <summary>A whole number.</summary>
    public long Int64()
    {
        var negative = Sign();
        var value = Digits();
        EndOfNumber();
        return negative ? -value : value;
    }

    /// <summary>A whole number that counts something.</summary>
    public long Count()
    {
        var value = Int64();
        if (value < 0)
        {
            Fail("a count is negative");
        }

        return value;
    }

    public int Count32()
    {
        var value = Count();
        if (value > int.MaxValue)
        {
            Fail("a count is out of range");
        }

        return (int)value;
    }

    /// <summary>A duration in microseconds with at most one decimal, as ticks.</summary>
    public long Duration()
    {
        var negative = Sign();
        var value = Digits();
        if (value > long.MaxValue / TimeSpan.TicksPerMicrosecond - 1)
        {
            Fail("a duration is out of range");
        }

        value *= TimeSpan.TicksPerMicrosecond;
        if ((uint)_at + 1 < (uint)_json.Length && _json[_at] == (byte)'.' && char.IsAsciiDigit((char)_json[_at + 1]))
        {
            value += _json[_at + 1] - '0';
            _at += 2;
        }

        EndOfNumber();
        return negative ? -value : value;
    }

    public decimal Decimal()
    {
        var text = NumberText();
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            Fail("a decimal number was expected");
        }

        return value;
    }

    public bool Boolean()
    {
        Next();
        if (_json[_at..].StartsWith("true"u8))
        {
            _at += 4;
            return true;
        }

        if (!_json[_at..].StartsWith("false"u8))
        {
            Fail("true or false was expected");
        }

        _at += 5;
        return false;
    }

    private ReadOnlySpan<byte> NumberText()
    {
        Next();
        var rest = _json[_at..];
        var length = rest.IndexOfAnyExcept(NumberBytes);
        var text = length < 0 ? rest : rest[..length];
        _at += text.Length;
        return text;
    }

    private bool Sign()
    {
        if (Next() != (byte)'-')
        {
            return false;
        }

        _at++;
        return true;
    }

    private long Digits()
    {
        var rest = _json[_at..];
        var length = 0;
        var value = 0UL;
        while ((uint)length < (uint)rest.Length && (uint)(rest[length] - '0') <= 9)
        {
            value = (value * 10) + (uint)(rest[length] - '0');
            if (++length > 19)
            {
                Fail("a number is out of range");
            }
        }

        if (length == 0 || (rest[0] == (byte)'0' && length > 1))
        {
            Fail("a whole number was expected");
        }

        _at += length;
        if (value > long.MaxValue)
        {
            Fail("a number is out of range");
        }

        return (long)value;
    }

    private readonly void EndOfNumber()
    {
        if ((uint)_at < (uint)_json.Length && _json[_at] is (byte)'.' or (byte)'e' or (byte)'E' or (byte)'+' or (byte)'-')
        {
            Fail("a whole number was expected");
        }
    }
}
