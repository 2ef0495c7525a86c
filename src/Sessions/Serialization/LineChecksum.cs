using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sessions.Serialization;

/// <summary>The checksum at the end of every line: CRC-32C over all that stands before it.</summary>
internal static class LineChecksum
{
    /// <summary>How many bytes the checksum takes: <c>,"crc":"xxxxxxxx"}</c>.</summary>
    public const int SuffixLength = 18;

    // A new process reads its catalog before the runtime has optimised anything: not waiting for that saves a third of the time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var rest in bytes)
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return ~crc;
    }

    /// <summary>Writes <c>,"crc":"xxxxxxxx"}</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WriteSuffix(uint crc, Span<byte> suffix)
    {
        ",\"crc\":\"00000000\"}"u8.CopyTo(suffix);
        for (var i = 0; i < 8; i++)
        {
            suffix[8 + i] = "0123456789abcdef"u8[(int)(crc >> (28 - (4 * i))) & 0xF];
        }
    }

    /// <summary>Whether a line, with or without its line break, ends with the checksum of what stands before.</summary>
    public static bool Verify(ReadOnlySpan<byte> line)
    {
        if (line is [.., (byte)'\n'])
        {
            line = line[..^1];
        }

        if (line.Length < SuffixLength)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[SuffixLength];
        WriteSuffix(Compute(line[..^SuffixLength]), expected);
        return line[^SuffixLength..].SequenceEqual(expected);
    }
}
