using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Sessions;

/// <summary>
/// The door through which something came: <c>api</c>, <c>cli</c>, <c>mcp</c>, <c>websocket</c>, or a name of the app's own,
/// 1 to 64 characters of <c>a-z 0-9 . _ -</c>, starting with a letter or a digit.
/// </summary>
public readonly struct Channel : IEquatable<Channel>
{
    private const string DefaultName = "default";
    private const int MaxLength = 64;

    // Logs name the same few channels over and over: one string each is enough. Bounded, since names come from outside.
    private const int MaxInterned = 256;
    private static readonly ConcurrentDictionary<string, string> Interned = new(StringComparer.Ordinal);
    private static readonly SearchValues<char> Characters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    private readonly string? _name;

    /// <summary>Names a channel.</summary>
    /// <exception cref="ArgumentException">The name is not 1 to 64 characters of <c>a-z 0-9 . _ -</c> starting with a letter or a digit.</exception>
    public Channel(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsValid(name))
        {
            throw new ArgumentException(
                $"A channel is 1 to {MaxLength} characters of a-z 0-9 . _ - starting with a letter or a digit; this one has {name.Length} characters.",
                nameof(name));
        }

        _name = Intern(name);
    }

    /// <summary>The channel of a call that named none.</summary>
    /// <value><c>default</c></value>
    public static Channel Default => default;

    /// <summary>The HTTP API.</summary>
    public static Channel Api { get; } = new("api");

    /// <summary>The command line.</summary>
    public static Channel Cli { get; } = new("cli");

    /// <summary>The MCP server.</summary>
    public static Channel Mcp { get; } = new("mcp");

    /// <summary>A WebSocket connection.</summary>
    public static Channel WebSocket { get; } = new("websocket");

    /// <summary>The name.</summary>
    public string Name => _name ?? DefaultName;

    /// <summary>Reads a channel from text that may be wrong.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out Channel channel)
    {
        if (name is null || !IsValid(name))
        {
            channel = default;
            return false;
        }

        channel = new Channel(name);
        return true;
    }

    /// <summary>A channel of this name.</summary>
    public static implicit operator Channel(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(Channel other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Channel other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Whether both have the same name.</summary>
    public static bool operator ==(Channel left, Channel right) => left.Equals(right);

    /// <summary>Whether the names differ.</summary>
    public static bool operator !=(Channel left, Channel right) => !left.Equals(right);

    private static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0]) && !name.AsSpan().ContainsAnyExcept(Characters);

    private static string? Intern(string name)
    {
        if (name == DefaultName)
        {
            return null;
        }

        if (Interned.TryGetValue(name, out var known))
        {
            return known;
        }

        return Interned.Count < MaxInterned ? Interned.GetOrAdd(name, name) : name;
    }
}
