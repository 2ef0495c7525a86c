using System.Numerics;
using System.Text;

namespace Sessions.Stores.Files;

/// <summary>
/// Which stripe a key belongs to. The same in every process and every version, for ever:
/// two processes that disagree would not exclude each other.
/// </summary>
internal static class StripeHash
{
    private const int MaxOnStack = 512;
    private const uint Scatter = 0x9E37_79B1;

    /// <summary>The stripe of a session, from 0 up to one less than <see cref="FileLockSet.Stripes"/>.</summary>
    public static int StripeOf(string partition, string id)
    {
        uint crc = Append(uint.MaxValue, partition);

        // A byte that UTF-8 never contains, so that "a" in "b" is not "ab" in "".
        crc = BitOperations.Crc32C(crc, (byte)0xFF);
        crc = ~Append(crc, id);
        return (int)(crc * Scatter >> (32 - BitOperations.Log2(FileLockSet.Stripes)));
    }

    private static uint Append(uint crc, string text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> buffer = most <= MaxOnStack ? stackalloc byte[MaxOnStack] : new byte[most];
        foreach (byte b in buffer[..Encoding.UTF8.GetBytes(text, buffer)])
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return crc;
    }
}
