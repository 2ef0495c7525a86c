using System.Text;

namespace Sessions.Filters;

/// <summary>
/// Finds a piece of a pattern that has places for any character, by the shift-and algorithm: one bit for each beginning of the
/// piece that the text read so far ends in. 64 of them move on at once, so that a text of a megabyte and the longest pattern
/// take milliseconds and not hours.
/// </summary>
internal sealed class ShiftAnd
{
    private readonly int _length;
    private readonly ulong[] _any;
    private readonly Dictionary<int, (int Start, int Count)> _places = [];
    private readonly (int Word, ulong Bits)[] _bits;

    public ShiftAnd(int[] points)
    {
        _length = points.Length;
        _any = new ulong[(points.Length + 63) / 64];
        var bits = new List<(int Word, ulong Bits)>();
        foreach (var group in points.Select(static (point, place) => (Point: point, Place: place)).GroupBy(static pair => pair.Point))
        {
            var start = bits.Count;
            foreach (var word in group.GroupBy(static pair => pair.Place / 64))
            {
                bits.Add((word.Key, word.Aggregate(0UL, static (all, pair) => all | (1UL << (pair.Place % 64)))));
            }

            if (group.Key == LikePiece.AnyOne)
            {
                foreach (var (word, set) in bits[start..])
                {
                    _any[word] = set;
                }
            }
            else
            {
                _places.Add(group.Key, (start, bits.Count - start));
            }
        }

        _bits = [.. bits];
    }

    /// <summary>Where the first match ends; negative when there is none.</summary>
    public int EndOfFirst(ReadOnlySpan<char> text)
    {
        Span<ulong> begun = stackalloc ulong[_any.Length];
        Span<ulong> next = stackalloc ulong[_any.Length];
        begun.Clear();
        var lastWord = (_length - 1) / 64;
        var lastBit = 1UL << ((_length - 1) % 64);
        for (var at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text[at..], out var rune, out var length);
            at += length;
            var carry = 1UL;
            for (var i = 0; i < begun.Length; i++)
            {
                next[i] = (begun[i] << 1) | carry;
                carry = begun[i] >> 63;
                begun[i] = next[i] & _any[i];
            }

            if (_places.TryGetValue(rune.Value, out var places))
            {
                foreach (var (word, bits) in _bits.AsSpan(places.Start, places.Count))
                {
                    begun[word] |= next[word] & bits;
                }
            }

            if ((begun[lastWord] & lastBit) != 0)
            {
                return at;
            }
        }

        return -1;
    }
}
