using System.Buffers;
using System.Runtime.CompilerServices;

namespace Sessions;

/// <summary>The rules for names and texts, in one place: each refusal says what was expected and what came.</summary>
internal static class Check
{
    public const int MaxIdLength = 128;
    public const int MaxNameLength = 256;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static string SessionId(string id, [CallerArgumentExpression(nameof(id))] string? parameter = null)
    {
        if (id is null)
        {
            throw new ArgumentNullException(parameter, $"A session id is 1 to {MaxIdLength} characters of A-Z a-z 0-9 . _ -; this one is null.");
        }

        if (!IsSessionId(id))
        {
            throw new ArgumentException(
                $"A session id is 1 to {MaxIdLength} characters of A-Z a-z 0-9 . _ -, not starting with a dot or a dash; this one is {Describe(id)}.",
                parameter);
        }

        return id;
    }

    public static bool IsSessionId(string id) =>
        id.Length is > 0 and <= MaxIdLength && id[0] is not ('.' or '-') && !id.AsSpan().ContainsAnyExcept(IdCharacters);

    /// <summary>Any text of 1 to 256 characters: users, pools, tools, keys of state and metadata, tags, idempotency keys.</summary>
    public static string Name(string name, string what, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        if (name is null)
        {
            throw new ArgumentNullException(parameter, $"{what} is a text of 1 to {MaxNameLength} characters; this one is null.");
        }

        if (name.Length is 0 or > MaxNameLength)
        {
            throw new ArgumentException($"{what} is a text of 1 to {MaxNameLength} characters; this one has {name.Length}.", parameter);
        }

        Utf16(name, parameter);
        return name;
    }

    /// <summary>Half a surrogate pair has no UTF-8 form: it would come back as another text than was given.</summary>
    public static void Utf16(string text, string? parameter)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
                continue;
            }

            throw new ArgumentException(
                $"The text holds half a surrogate pair (U+{(int)text[i]:X4}) at index {i}; cut texts between whole characters.", parameter);
        }
    }

    /// <summary>Durations are kept in whole milliseconds, so that every store computes the same instant of expiry.</summary>
    public static TimeSpan Duration(TimeSpan value, string what, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        if (value < TimeSpan.FromMilliseconds(1))
        {
            throw new ArgumentOutOfRangeException(
                parameter, value, $"{what} is at least one millisecond; for \"none\" leave it null.");
        }

        return TimeSpan.FromMilliseconds(value.Ticks / TimeSpan.TicksPerMillisecond);
    }

    private static string Describe(string text)
    {
        if (text.Length == 0)
        {
            return "empty";
        }

        var shown = text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");
        return $"\"{shown}\" ({text.Length} characters)";
    }
}
