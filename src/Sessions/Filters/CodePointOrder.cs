namespace Sessions.Filters;

/// <summary>
/// The order of texts by code point, which is the order of their UTF-8 bytes. The order of UTF-16 units differs: it has the
/// surrogates, and so all beyond U+FFFF, before U+E000.
/// </summary>
internal static class CodePointOrder
{
    public static int Compare(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        return Rank(left[common]).CompareTo(Rank(right[common]));
    }

    // Surrogates go behind everything else; among themselves they are in order.
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
