using System.Text;

namespace Sessions.Sql;

/// <summary>The patterns of <see cref="SessionCondition.Match"/> in the engines' own signs.</summary>
internal static class SqlPattern
{
    /// <summary>For LIKE with an escape that no engine gives a meaning of its own in a literal.</summary>
    public static string ToLike(string pattern) => Translate(pattern, '%', '_', static (text, literal) =>
    {
        if (literal is '%' or '_' or '!')
        {
            text.Append('!');
        }

        text.Append(literal);
    });

    /// <summary>For SQLite's GLOB, since its LIKE takes letters of either case for the same.</summary>
    public static string ToGlob(string pattern) => Translate(pattern, '*', '?', static (text, literal) =>
    {
        if (literal is '*' or '?' or '[')
        {
            text.Append('[').Append(literal).Append(']');
        }
        else
        {
            text.Append(literal);
        }
    });

    private static string Translate(string pattern, char run, char one, Action<StringBuilder, char> literal)
    {
        var text = new StringBuilder(pattern.Length + 8);
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '%':
                    text.Append(run);
                    break;
                case '_':
                    text.Append(one);
                    break;
                case '\\':
                    literal(text, pattern[++i]);
                    break;
                default:
                    literal(text, pattern[i]);
                    break;
            }
        }

        return text.ToString();
    }
}
