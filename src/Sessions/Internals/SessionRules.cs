using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Sessions.Events;

namespace Sessions;

/// <summary>What a new session must be, and the event that begins it.</summary>
internal static class SessionRules
{
    /// <summary>26 characters of 5 random bits each, all lower case, so that the id can be its own file name.</summary>
    public static string NewId() => RandomNumberGenerator.GetString("0123456789abcdefghjkmnpqrstvwxyz", 26);

    public static string[] Tags(IEnumerable<string> tags, [CallerArgumentExpression(nameof(tags))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(tags, parameter);
        string[] sorted = [.. tags.Select(tag => Check.Name(tag, "A tag", parameter)).Distinct(StringComparer.Ordinal)];
        Array.Sort(sorted, StringComparer.Ordinal);
        return sorted;
    }

    public static SortedMap<JsonText> Map(
        IReadOnlyDictionary<string, JsonText> values, string what, [CallerArgumentExpression(nameof(values))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(values, parameter);
        if (values is SortedMap<JsonText> own)
        {
            return own;
        }

        var map = SortedMap<JsonText>.Empty;
        foreach (var (key, value) in values)
        {
            map = map.Set(Check.Name(key, what, parameter), value);
        }

        return map;
    }

    public static string[] Keys(IEnumerable<string> keys, string what, [CallerArgumentExpression(nameof(keys))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(keys, parameter);
        return [.. keys.Select(key => Check.Name(key, what, parameter))];
    }

    public static void Validate(NewSession session)
    {
        Optional(session.UserId, "A user id");
        Optional(session.DisplayName, "A display name");
        if (session.Purpose is not null)
        {
            Check.Utf16(session.Purpose, nameof(NewSession.Purpose));
        }

        if (session.IdleTimeout is { } idle)
        {
            Check.Duration(idle, "An idle timeout", nameof(NewSession.IdleTimeout));
            if (session.NoIdleTimeout)
            {
                throw new ArgumentException("Either an idle timeout or none: IdleTimeout and NoIdleTimeout exclude each other.", nameof(session));
            }
        }

        if (session.AbsoluteLifetime is { } lifetime)
        {
            Check.Duration(lifetime, "An absolute lifetime", nameof(NewSession.AbsoluteLifetime));
            if (session.AbsoluteExpiry is not null)
            {
                throw new ArgumentException(
                    "The end is given once, as a duration or as an instant: AbsoluteLifetime and AbsoluteExpiry exclude each other.", nameof(session));
            }
        }
    }

    public static SessionCreated Created(NewSession session, SessionsOptions options, DateTimeOffset now)
    {
        // Cut first: an end within the microsecond at hand would be no future.
        var end = session.AbsoluteExpiry is { } asked ? Instants.ToOffset(Instants.From(asked)) : default(DateTimeOffset?);
        if (end <= now)
        {
            throw new ArgumentOutOfRangeException(
                nameof(session), end, $"The end of a session lies in the future; it is {now:O} now.");
        }

        if (end is null && (session.AbsoluteLifetime ?? options.AbsoluteLifetime) is { } lifetime)
        {
            end = Instants.ToOptional(Instants.Add(now.UtcTicks, Check.Duration(lifetime, "An absolute lifetime")));
        }

        return new SessionCreated(NewId())
        {
            UserId = session.UserId,
            DisplayName = session.DisplayName,
            Purpose = session.Purpose,
            Tags = Tags(session.Tags),
            Metadata = Map(session.Metadata, "A metadata key"),
            Preferences = Map(session.Preferences, "A preference key"),
            IdleTimeout = session.NoIdleTimeout ? null
                : (session.IdleTimeout ?? options.IdleTimeout) is { } idle ? Check.Duration(idle, "An idle timeout") : null,
            Sliding = session.Sliding,
            AbsoluteExpiry = end,
        };
    }

    private static void Optional(string? name, string what)
    {
        if (name is not null)
        {
            Check.Name(name, what);
        }
    }
}
