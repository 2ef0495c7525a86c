using System.Buffers.Binary;
using System.Buffers.Text;

namespace Sessions.Serialization;

internal sealed partial class LineWriter
{
    private const int SecondLength = 19;
    private const int InstantLength = 29;

    // Commits come in bursts: all but the microseconds of an instant is mostly that of the one before.
    private readonly byte[] _second = new byte[SecondLength];
    private long _cachedSecond = -1;

    /// <summary>An instant: <c>"2026-11-21T05:13:00.123456Z"</c>.</summary>
    public void Instant(long ticks)
    {
        var (second, rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        if (second != _cachedSecond)
        {
            Utf8Formatter.TryFormat(new DateTime(second * TimeSpan.TicksPerSecond, DateTimeKind.Unspecified), _instant, out _, 'O');
            _instant.AsSpan(0, SecondLength).CopyTo(_second);
            _cachedSecond = second;
        }

        var target = Take(InstantLength);
        target[0] = (byte)'"';
        _second.AsSpan(0, SecondLength).CopyTo(target[1..]);
        target[20] = (byte)'.';
        var micros = (uint)(rest / TimeSpan.TicksPerMicrosecond);
        for (var i = 26; i > 20; i--)
        {
            (micros, var digit) = Math.DivRem(micros, 10);
            target[i] = (byte)('0' + digit);
        }

        target[27] = (byte)'Z';
        target[28] = (byte)'"';
    }

    private readonly byte[] _instant = new byte[32];

    /// <summary>32 hexadecimal digits as a JSON string.</summary>
    public void Hex(UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        var target = Take(34);
        target[0] = target[33] = (byte)'"';
        Convert.TryToHexStringLower(bytes, target[1..33], out _);
    }
}
