using System.Globalization;
using System.Text;

namespace Sessions.Filters;

/// <summary>Writes conditions as text: words rather than signs, and single quotes, so that little of it needs encoding in a URL.</summary>
internal static class ConditionText
{
    private static readonly string[] Operators = ["eq", "ne", "lt", "le", "gt", "ge"];

    public static string Write(SessionCondition condition)
    {
        var text = new StringBuilder();
        Append(text, condition, joined: false);
        return text.ToString();
    }

    public static string Write(SessionField field) => Append(new StringBuilder(), field).ToString();

    public static string Write(SessionValue value) => Append(new StringBuilder(), value).ToString();

    private static void Append(StringBuilder text, SessionCondition condition, bool joined)
    {
        switch (condition)
        {
            case SessionCondition.All and:
                Join(text, and.Conditions.AsSpan(), " and ", "true", joined);
                break;
            case SessionCondition.Any or:
                Join(text, or.Conditions.AsSpan(), " or ", "false", joined);
                break;
            case SessionCondition.Negation not:
                Append(text.Append("not "), not.Condition, joined: true);
                break;
            case SessionCondition.Comparison comparison:
                Append(text, comparison.Field).Append(' ').Append(Operators[(int)comparison.Operator]).Append(' ');
                Append(text, comparison.Value);
                break;
            case SessionCondition.OneOf among:
                Append(text, among.Field).Append(" in (");
                for (var i = 0; i < among.Values.Length; i++)
                {
                    Append(i == 0 ? text : text.Append(','), among.Values[i]);
                }

                text.Append(')');
                break;
            case SessionCondition.Match like:
                Quote(Append(text, like.Field).Append(" like "), like.Pattern);
                break;
            case SessionCondition.Missing missing:
                Append(text, missing.Field).Append(" is null");
                break;
        }
    }

    private static void Join(StringBuilder text, ReadOnlySpan<SessionCondition> parts, string between, string none, bool joined)
    {
        if (parts.IsEmpty)
        {
            text.Append(none);
            return;
        }

        text.Append(joined ? "(" : "");
        for (var i = 0; i < parts.Length; i++)
        {
            Append(i == 0 ? text : text.Append(between), parts[i], joined: true);
        }

        text.Append(joined ? ")" : "");
    }

    private static StringBuilder Append(StringBuilder text, SessionField field)
    {
        text.Append(field.Name);
        return field.Key is { } key ? Quote(text.Append('('), key).Append(')') : text;
    }

    private static StringBuilder Append(StringBuilder text, SessionValue value) => value.Kind switch
    {
        SessionValueKind.Text => Quote(text, value.AsText()),
        SessionValueKind.WholeNumber => text.Append(CultureInfo.InvariantCulture, $"{value.AsWhole()}"),
        SessionValueKind.Number => text.Append(value.AsNumber().ToString("R", CultureInfo.InvariantCulture)),
        SessionValueKind.Truth => text.Append(value.AsTruth() ? "true" : "false"),
        SessionValueKind.Instant => text.Append(InstantForm.Write(value.AsInstant())),
        _ => Quote(text, StatusNames.Of(value.AsStatus())),
    };

    private static StringBuilder Quote(StringBuilder text, string content) =>
        text.Append('\'').Append(content.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
}
