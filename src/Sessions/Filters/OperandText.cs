using System.Globalization;
using System.Text;

namespace Sessions.Filters;

/// <summary>Reads the values of conditions, as the type of their field asks for.</summary>
internal static class OperandText
{
    /// <summary>A value that stands in quotes.</summary>
    /// <exception cref="FormatException">The field is compared with something else.</exception>
    public static SessionValue Quoted(SessionField field, string content) => field.Type switch
    {
        SessionFieldType.Text or SessionFieldType.Json => SessionValue.FromText(content),
        SessionFieldType.Status => SessionValue.FromStatus(StatusNames.Parse(content)),
        SessionFieldType.Instant => SessionValue.FromInstant(InstantForm.Parse(content)),
        _ => throw Expected(field),
    };

    /// <summary>A number, or an instant without quotes.</summary>
    /// <exception cref="FormatException">The field is compared with something else.</exception>
    public static SessionValue Bare(SessionField field, string content) => field.Type switch
    {
        SessionFieldType.Instant => SessionValue.FromInstant(InstantForm.Parse(content)),
        SessionFieldType.WholeNumber => long.TryParse(content, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? SessionValue.FromWhole(whole)
            : throw new FormatException("a whole number of at most 64 bits was expected"),
        SessionFieldType.Number or SessionFieldType.Json => Number(content),
        _ => throw Expected(field),
    };

    public static SessionValue Truth(SessionField field, bool value) => field.Type is SessionFieldType.Truth or SessionFieldType.Json
        ? SessionValue.FromTruth(value)
        : throw Expected(field);

    public static FormatException Expected(SessionField field) => new($"{field.Name} compares with {Example(field.Type)}, which was expected");

    public static Channel Channel(string name) => Sessions.Channel.TryParse(name, out var channel)
        ? channel
        : throw new FormatException("a channel was expected, which is 1 to 64 characters of a-z 0-9 . _ - starting with a letter or a digit");

    private static SessionValue Number(string content)
    {
        // What a program could not have said is not read either: a number beyond the doubles is a mistake.
        const NumberStyles Json = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return content[0] != '+' && double.TryParse(Encoding.UTF8.GetBytes(content), Json, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? SessionValue.FromNumber(number)
            : throw new FormatException("a number within the range of doubles was expected");
    }

    private static string Example(SessionFieldType type) => type switch
    {
        SessionFieldType.Text => "a text like 'alice'",
        SessionFieldType.WholeNumber => "a whole number like 12",
        SessionFieldType.Number => "a number like 1.5",
        SessionFieldType.Truth => "true or false",
        SessionFieldType.Instant => "an instant like 2026-01-01T00:00:00Z",
        SessionFieldType.Status => "a status like 'active'",
        _ => "a text like 'a', a number like 1.5, or true or false",
    };
}
