using System.Runtime.CompilerServices;

namespace Sessions.Filters;

/// <summary>What a condition may compare with what: each refusal says what was wrong, what was expected and how to mend it.</summary>
internal static class OperandRules
{
    public static string Text(string text, string parameter)
    {
        if (text is null)
        {
            throw new ArgumentNullException(parameter, "Nothing is equal to null; ask with IsNull whether there is a value.");
        }

        if (text.Length > SessionValue.MaxTextLength)
        {
            throw new ArgumentException(
                $"A text or pattern in a condition has at most {SessionValue.MaxTextLength} characters; this one has {text.Length}.", parameter);
        }

        return WithoutNul(text, parameter);
    }

    public static string Key(string key, string what, [CallerArgumentExpression(nameof(key))] string? parameter = null) =>
        WithoutNul(Check.Name(key, what, parameter), parameter);

    public static string Pattern(SessionField field, string pattern, string parameter)
    {
        Known(field);
        if (field.Type is not (SessionFieldType.Text or SessionFieldType.Json))
        {
            throw new ArgumentException(
                $"{field.Name} is {Describe(field.Type)} and matches no pattern; compare it with {Expected(field.Type)}.", parameter);
        }

        Text(pattern, parameter);
        if (LikePattern.EndsInEscape(pattern))
        {
            throw new ArgumentException(
                "The pattern ends in \\, which takes the next character as it stands. Write \\\\ for a backslash.", parameter);
        }

        return pattern;
    }

    /// <summary>The value as the field compares it, or a refusal.</summary>
    public static SessionValue Value(SessionField field, SessionOperator comparison, SessionValue value, string parameter)
    {
        Known(field);
        if (comparison > SessionOperator.GreaterOrEqual)
        {
            throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "An operator is one of the values of SessionOperator.");
        }

        var fitting = Fit(field, value, parameter);
        if (comparison > SessionOperator.NotEqual)
        {
            if (field.IsMultiValued)
            {
                throw new ArgumentException(
                    $"{field.Name} has several values and no order; ask with EqualTo, In, Like or IsNull.", parameter);
            }

            if (fitting.Kind is SessionValueKind.Status or SessionValueKind.Truth)
            {
                throw new ArgumentException(
                    $"{(fitting.Kind == SessionValueKind.Status ? "Statuses" : "True and false")} have no order; ask with EqualTo, NotEqualTo or In.", parameter);
            }
        }

        return fitting;
    }

    public static SessionField Known(SessionField field) => field.Kind is > SessionFieldKind.None and <= SessionFieldKind.State
        ? field
        : throw new ArgumentException("The field is the default value, which names none; take one of SessionField's members.", nameof(field));

    public static string Expected(SessionFieldType type) => type switch
    {
        SessionFieldType.Text => "a string",
        SessionFieldType.WholeNumber => "a whole number (long)",
        SessionFieldType.Number => "a number (long, double or decimal)",
        SessionFieldType.Truth => "true or false",
        SessionFieldType.Instant => "an instant (DateTimeOffset)",
        SessionFieldType.Status => "a SessionStatus",
        _ => "a string, a number, or true or false",
    };

    public static string Describe(SessionFieldType type) => type switch
    {
        SessionFieldType.Text => "a text",
        SessionFieldType.WholeNumber => "a whole number",
        SessionFieldType.Number => "a number",
        SessionFieldType.Truth => "true or false",
        SessionFieldType.Instant => "an instant",
        SessionFieldType.Status => "a status",
        _ => "a JSON value",
    };

    private static SessionValue Fit(SessionField field, SessionValue value, string parameter) => (field.Type, value.Kind) switch
    {
        (_, SessionValueKind.Null) => throw new ArgumentException("Nothing is equal to null; ask with IsNull whether there is a value.", parameter),
        (SessionFieldType.Text or SessionFieldType.Json, SessionValueKind.Text) => SessionValue.FromText(value.AsText()),
        (SessionFieldType.WholeNumber, SessionValueKind.WholeNumber) => value,
        (SessionFieldType.Number or SessionFieldType.Json, SessionValueKind.Number) => value,
        (SessionFieldType.Number or SessionFieldType.Json, SessionValueKind.WholeNumber) => SessionValue.OfFinite(value.AsWhole()),
        (SessionFieldType.Truth or SessionFieldType.Json, SessionValueKind.Truth) => value,
        (SessionFieldType.Instant, SessionValueKind.Instant) => value,
        (SessionFieldType.Status, SessionValueKind.Status) => value,
        _ => throw new ArgumentException(
            $"{field.Name} is {Describe(field.Type)} and compares with {Expected(field.Type)}; this value is of the kind {value.Kind}.", parameter),
    };

    private static string WithoutNul(string text, string? parameter)
    {
        Check.Utf16(text, parameter);
        return !text.Contains('\0')
            ? text
            : throw new ArgumentException(
                $"The text holds U+0000 at index {text.IndexOf('\0')}, which not every store can be asked for; leave it out.", parameter);
    }
}
