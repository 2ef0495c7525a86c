using System.Text;

namespace Sessions.Filters;

/// <summary>A piece of a pattern without <c>%</c>: characters, and places of one character each.</summary>
internal sealed class LikePiece
{
    /// <summary>A place that any one code point takes.</summary>
    public const int AnyOne = -1;

    private readonly int[] _points;
    private readonly string? _plain;
    private ShiftAnd? _search;

    public LikePiece(int[] points)
    {
        _points = points;
        if (!points.AsSpan().Contains(AnyOne))
        {
            _plain = string.Concat(points.Select(static point => new Rune(point).ToString()));
        }
    }

    /// <summary>In code points.</summary>
    public int Length => _points.Length;

    public bool TryTakeStart(ref ReadOnlySpan<char> text)
    {
        if (_plain is not null)
        {
            var starts = text.StartsWith(_plain, StringComparison.Ordinal);
            text = starts ? text[_plain.Length..] : text;
            return starts;
        }

        var rest = text;
        foreach (var point in _points)
        {
            if (rest.IsEmpty)
            {
                return false;
            }

            Rune.DecodeFromUtf16(rest, out var rune, out var length);
            if (point != AnyOne && point != rune.Value)
            {
                return false;
            }

            rest = rest[length..];
        }

        text = rest;
        return true;
    }

    public bool TryTakeEnd(ref ReadOnlySpan<char> text)
    {
        if (_plain is not null)
        {
            var ends = text.EndsWith(_plain, StringComparison.Ordinal);
            text = ends ? text[..^_plain.Length] : text;
            return ends;
        }

        var rest = text;
        for (var i = _points.Length - 1; i >= 0; i--)
        {
            if (rest.IsEmpty)
            {
                return false;
            }

            Rune.DecodeLastFromUtf16(rest, out var rune, out var length);
            if (_points[i] != AnyOne && _points[i] != rune.Value)
            {
                return false;
            }

            rest = rest[..^length];
        }

        text = rest;
        return true;
    }

    /// <summary>Finds the earliest place, and goes on behind it.</summary>
    public bool TryTakeThrough(ref ReadOnlySpan<char> text)
    {
        if (_plain is not null)
        {
            var at = text.IndexOf(_plain, StringComparison.Ordinal);
            text = at >= 0 ? text[(at + _plain.Length)..] : text;
            return at >= 0;
        }

        _search ??= new ShiftAnd(_points);
        var end = _search.EndOfFirst(text);
        text = end >= 0 ? text[end..] : text;
        return end >= 0;
    }
}
