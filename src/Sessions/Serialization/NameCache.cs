using System.Text;

namespace Sessions.Serialization;

/// <summary>
/// One string for names that logs repeat on every line: channels, tools, keys. A bounded table that forgets on a collision;
/// threads that race in it at worst allocate the same name twice.
/// </summary>
internal static class NameCache
{
    private const int Slots = 1024;
    private const int MaxLength = 64;

    private static readonly string?[] Names = new string?[Slots];

    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MaxLength)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        var hash = 2166136261u;
        foreach (var value in utf8)
        {
            hash = (hash ^ value) * 16777619u;
        }

        ref var slot = ref Names[(hash ^ (hash >> 15)) % Slots];
        var known = Volatile.Read(ref slot);
        if (known is not null && Ascii.Equals(utf8, known))
        {
            return known;
        }

        var name = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref slot, name);
        return name;
    }
}
