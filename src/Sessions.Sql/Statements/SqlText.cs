using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sessions.Sql;

/// <summary>
/// Texts as columns can hold them. PostgreSQL knows no U+0000, so it is written as U+FDD0 and a zero; U+FDD0, which is no
/// character, doubles. No other text changes.
/// </summary>
internal static class SqlText
{
    private const char Escape = '\uFDD0';

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Encode(string? text) =>
        text is null || !text.AsSpan().ContainsAny('\0', Escape) ? text : text.Replace($"{Escape}", $"{Escape}{Escape}", StringComparison.Ordinal).Replace("\0", $"{Escape}0", StringComparison.Ordinal);

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
            decoded.Append(text[i] == Escape && ++i < text.Length && text[i] == '0' ? '\0' : text[i]);
        }

        return decoded.ToString();
    }
}
