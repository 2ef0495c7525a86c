using System.Runtime.CompilerServices;
using System.Text;
using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>
/// One string for what a hundred thousand lines repeat: users, partitions, channels. What falls on the same slot takes its
/// place, so the pool never grows.
/// </summary>
internal sealed class TextPool
{
    private const int Slots = 4096;

    private readonly string?[] _slots = new string?[Slots];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }

        ref var slot = ref _slots[(int)(LineChecksum.Compute(utf8) % Slots)];
        return slot is not null && Ascii.Equals(utf8, slot) ? slot : slot = Encoding.UTF8.GetString(utf8);
    }
}
