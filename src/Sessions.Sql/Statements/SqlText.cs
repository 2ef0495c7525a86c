using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sessions.Sql;

/// <summary>
/// Texts as columns can hold them. PostgreSQL knows no U+0000, so it is written as U+0001 and U+0002, and U+0001 as itself and U+0003.
/// No other text changes, and texts sort as they did.
/// </summary>
internal static class SqlText
{
    /// <summary>What no text that is plain holds.</summary>
    public const char Escape = '\u0001';

    private const char Zero = '\u0002';
    private const char Itself = '\u0003';

    /// <summary>Whether a text stands in a column as it is.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) => !text.ContainsAny('\0', Escape);

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Encode(string? text) => text is null || IsPlain(text)
        ? text
        : text.Replace($"{Escape}", $"{Escape}{Itself}", StringComparison.Ordinal).Replace("\0", $"{Escape}{Zero}", StringComparison.Ordinal);

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Decode(string? text)
    {
        if (text is null || !text.Contains(Escape, StringComparison.Ordinal))
        {
            return text;
        }

        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            decoded.Append(text[i] != Escape ? text[i] : ++i < text.Length && text[i] == Zero ? '\0' : Escape);
        }

        return decoded.ToString();
    }

    /// <summary>Whether a pattern could see that a character is written as two.</summary>
    public static bool SeesEscapes(string pattern) => pattern.AsSpan().ContainsAny("_\u0001\u0002\u0003");

    /// <summary>
    /// A column's text for a pattern, every character of it one. U+0000 becomes any that the pattern does not name: to whatever it
    /// does not name a pattern is blind.
    /// </summary>
    /// <param name="column">The column.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="add">Adds a parameter and says its name.</param>
    public static string Whole(string column, string pattern, Func<string, string> add)
    {
        var other = Unnamed(pattern)[0];
        return $"REPLACE(REPLACE({column}, {add($"{Escape}{Zero}")}, {add($"{other}")}), {add($"{Escape}{Itself}")}, {add($"{Escape}")})";
    }

    /// <summary>Whether a pattern names a character that SQLite's patterns take for another one: U+FFFE and U+FFFF are U+FFFD to them.</summary>
    public static bool SeesMerged(string pattern) => pattern.AsSpan().ContainsAnyInRange('\uFFFD', '\uFFFF');

    /// <summary>A column's text and a pattern in which these three are told apart: two others stand for two of them.</summary>
    /// <param name="column">The column.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="add">Adds a parameter and says its name.</param>
    public static (string Column, string Pattern) Unmerged(string column, string pattern, Func<string, string> add)
    {
        var free = Unnamed(pattern);
        var (blank, first, second) = (add($"{free[0]}"), add($"{free[1]}"), add($"{free[2]}"));
        return ($"REPLACE(REPLACE(REPLACE(REPLACE({column}, {first}, {blank}), {second}, {blank}), {add("\uFFFE")}, {first}), {add("\uFFFF")}, {second})",
            pattern.Replace('\uFFFE', free[1]).Replace('\uFFFF', free[2]));
    }

    /// <summary>Characters that a pattern does not name, and that stand for nothing.</summary>
    private static char[] Unnamed(string pattern) =>
        [.. Enumerable.Range('\u0004', char.MaxValue).Select(static code => (char)code).Where(one => !pattern.Contains(one, StringComparison.Ordinal)).Take(3)];
}
