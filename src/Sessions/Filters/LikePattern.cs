using System.Text;

namespace Sessions.Filters;

/// <summary>
/// A pattern cut at its <c>%</c>: the first piece stands at the beginning, the last at the end, and those between are found one
/// after the other, each as early as it can be. Nothing is ever tried again, so the time grows with the text and no pattern
/// makes it grow faster.
/// </summary>
internal sealed class LikePattern
{
    private readonly LikePiece _first;
    private readonly LikePiece[] _middle;
    private readonly LikePiece? _last;

    private LikePattern(LikePiece[] pieces)
    {
        _first = pieces[0];
        _last = pieces.Length > 1 ? pieces[^1] : null;
        _middle = pieces.Length > 2 ? [.. pieces[1..^1].Where(static piece => piece.Length > 0)] : [];
    }

    /// <summary>Whether the last character takes one behind it as it stands that is not there.</summary>
    public static bool EndsInEscape(string pattern) => (pattern.Length - pattern.AsSpan().TrimEnd('\\').Length) % 2 == 1;

    public static LikePattern Compile(string pattern)
    {
        var pieces = new List<LikePiece>();
        var piece = new List<int>();
        var escaped = false;
        foreach (var rune in pattern.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\\' when !escaped:
                    escaped = true;
                    continue;
                case '%' when !escaped:
                    pieces.Add(new LikePiece([.. piece]));
                    piece.Clear();
                    continue;
                case '_' when !escaped:
                    piece.Add(LikePiece.AnyOne);
                    break;
                default:
                    piece.Add(rune.Value);
                    break;
            }

            escaped = false;
        }

        pieces.Add(new LikePiece([.. piece]));
        return new LikePattern([.. pieces]);
    }

    public bool IsMatch(string text)
    {
        var rest = text.AsSpan();
        if (!_first.TryTakeStart(ref rest))
        {
            return false;
        }

        if (_last is null)
        {
            return rest.IsEmpty;
        }

        if (!_last.TryTakeEnd(ref rest))
        {
            return false;
        }

        foreach (var piece in _middle)
        {
            if (!piece.TryTakeThrough(ref rest))
            {
                return false;
            }
        }

        return true;
    }
}
