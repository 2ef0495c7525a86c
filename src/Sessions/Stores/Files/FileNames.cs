using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Sessions.Stores.Files;

/// <summary>
/// File names for session ids, partitions, pools and users. A harmless name stands for itself; any other becomes a readable
/// prefix, a tilde and a hash, so that no two names meet, on a case-insensitive file system either.
/// </summary>
internal static class FileNames
{
    /// <summary>How long a name that this makes can be.</summary>
    public const int MaxLength = 100;

    private const char Mark = '~';
    private const int MaxPrefix = 60;
    private const int HashBytes = 16;

    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.");

    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return StandsForItself(name) ? name : Hashed(name);
    }

    /// <summary>Whether a file name holds a hash, so that the name that it stands for is only in the file's first line.</summary>
    public static bool IsHashed(ReadOnlySpan<char> fileName) => fileName.Contains(Mark);

    private static bool StandsForItself(string name) =>
        name.Length is > 0 and <= MaxLength
        && name[0] is not ('.' or '-')
        && name[^1] != '.'
        && !name.AsSpan().ContainsAnyExcept(Plain)
        && !IsDevice(name);

    // Windows opens a device under these names, whatever their extension.
    private static bool IsDevice(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return (dot < 0 ? name : name[..dot]) switch
        {
            "con" or "prn" or "aux" or "nul" => true,
            ['c', 'o', 'm', >= '0' and <= '9'] or ['l', 'p', 't', >= '0' and <= '9'] => true,
            _ => false,
        };
    }

    private static string Hashed(string name)
    {
        // Half a surrogate pair has no UTF-8 form of its own: two such names would have one hash.
        Check.Utf16(name, nameof(name));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        var text = new StringBuilder(MaxPrefix + 27);
        foreach (var character in name.AsSpan(0, Math.Min(name.Length, MaxPrefix)))
        {
            text.Append(char.IsAsciiLetterOrDigit(character) ? char.ToLowerInvariant(character) : character == '-' && text.Length > 0 ? '-' : '_');
        }

        if (text.Length == 0)
        {
            text.Append('_');
        }

        return text.Append(Mark).Append(Base32(hash[..HashBytes])).ToString();
    }

    private static string Base32(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[26];
        var at = 0;
        var (pending, bits) = (0, 0);
        foreach (var value in bytes)
        {
            pending = (pending << 8) | value;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text[at++] = "abcdefghijklmnopqrstuvwxyz234567"[(pending >> bits) & 31];
            }

            pending &= (1 << bits) - 1;
        }

        text[at] = "abcdefghijklmnopqrstuvwxyz234567"[(pending << (5 - bits)) & 31];
        return new string(text);
    }
}
