using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Sessions;

/// <summary>
/// One immutable JSON value (RFC 8259), kept as the UTF-8 bytes it was given: what is read back is equal byte for byte.
/// The default value is JSON <c>null</c>.
/// </summary>
/// <remarks>
/// Values convert implicitly from <see cref="string"/> (a JSON string, not JSON text), <see cref="bool"/>, numbers and
/// <see cref="JsonElement"/>. For JSON text use <see cref="Parse(string)"/>; for an object of the app's own, one of the
/// <c>From</c> methods.
/// </remarks>
public readonly struct JsonText : IEquatable<JsonText>
{
    /// <summary>How deep a value may be nested.</summary>
    /// <value>64</value>
    public const int MaxDepth = 64;

    private static readonly byte[] NullBytes = "null"u8.ToArray();
    private static readonly byte[] TrueBytes = "true"u8.ToArray();
    private static readonly byte[] FalseBytes = "false"u8.ToArray();

    private readonly byte[]? _utf8;

    private JsonText(byte[] utf8) => _utf8 = utf8;

    /// <summary>JSON <c>null</c>, which is a value like any other.</summary>
    public static JsonText Null => default;

    /// <summary>The bytes of the value, in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8 ?? NullBytes;

    /// <summary>The bytes of the value, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Memory => _utf8 ?? NullBytes;

    /// <summary>The kind of the outermost value.</summary>
    public JsonValueKind ValueKind => KindOf(Utf8);

    /// <summary>Whether this is JSON <c>null</c>.</summary>
    public bool IsNull => ValueKind == JsonValueKind.Null;

    /// <summary>Takes one JSON value given as text.</summary>
    /// <exception cref="FormatException">The text is not exactly one JSON value, or is nested deeper than <see cref="MaxDepth"/>.</exception>
    public static JsonText Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        Check.Utf16(json, nameof(json));
        return Adopt(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Takes one JSON value given as UTF-8; the bytes are copied.</summary>
    /// <exception cref="FormatException">The bytes are not exactly one JSON value in valid UTF-8, or are nested deeper than <see cref="MaxDepth"/>.</exception>
    public static JsonText Parse(ReadOnlySpan<byte> utf8Json) => Adopt(utf8Json.ToArray());

    /// <summary>Serializes a value with source-generated type information; safe under trimming and Native AOT.</summary>
    public static JsonText From<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return Adopt(JsonSerializer.SerializeToUtf8Bytes(value, typeInfo));
    }

    /// <summary>Serializes a value by reflection.</summary>
    /// <param name="value">The value.</param>
    /// <param name="options">How to serialize; the web defaults (camelCase names) when left out.</param>
    [RequiresUnreferencedCode("Use the overload that takes a JsonTypeInfo<T>.")]
    [RequiresDynamicCode("Use the overload that takes a JsonTypeInfo<T>.")]
    public static JsonText From<T>(T value, JsonSerializerOptions? options = null) =>
        Adopt(JsonSerializer.SerializeToUtf8Bytes(value, options ?? JsonSerializerOptions.Web));

    /// <summary>A JSON string with this content.</summary>
    public static JsonText FromString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Check.Utf16(value, nameof(value));
        var encoded = JsonEncodedText.Encode(value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        var inner = encoded.EncodedUtf8Bytes;
        var bytes = new byte[inner.Length + 2];
        bytes[0] = bytes[^1] = (byte)'"';
        inner.CopyTo(bytes.AsSpan(1));
        return new JsonText(bytes);
    }

    /// <summary>A JSON boolean.</summary>
    public static JsonText FromBoolean(bool value) => new(value ? TrueBytes : FalseBytes);

    /// <summary>A JSON number.</summary>
    public static JsonText FromInt64(long value)
    {
        Span<byte> buffer = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, buffer, out var written);
        return new JsonText(buffer[..written].ToArray());
    }

    /// <summary>A JSON number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is infinite or not a number, which JSON cannot say.</exception>
    public static JsonText FromDouble(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "JSON has no infinity and no NaN; store a finite number or a string.");
        }

        Span<byte> buffer = stackalloc byte[32];
        value.TryFormat(buffer, out var written, "R", System.Globalization.CultureInfo.InvariantCulture);
        return new JsonText(buffer[..written].ToArray());
    }

    /// <summary>The value of an element, with the text it was parsed from.</summary>
    public static JsonText FromElement(JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined
            ? throw new ArgumentException("The element is undefined: it belongs to no document.", nameof(element))
            : Parse(element.GetRawText());

    /// <summary>Reads the value with source-generated type information; safe under trimming and Native AOT.</summary>
    /// <exception cref="JsonException">The value does not have the shape of <typeparamref name="T"/>.</exception>
    public T? Deserialize<T>(JsonTypeInfo<T> typeInfo) => JsonSerializer.Deserialize(Utf8, typeInfo);

    /// <summary>Reads the value by reflection.</summary>
    /// <exception cref="JsonException">The value does not have the shape of <typeparamref name="T"/>.</exception>
    [RequiresUnreferencedCode("Use the overload that takes a JsonTypeInfo<T>.")]
    [RequiresDynamicCode("Use the overload that takes a JsonTypeInfo<T>.")]
    public T? Deserialize<T>(JsonSerializerOptions? options = null) =>
        JsonSerializer.Deserialize<T>(Utf8, options ?? JsonSerializerOptions.Web);

    /// <summary>The value as an element of a document of its own.</summary>
    public JsonElement ToElement()
    {
        var reader = new Utf8JsonReader(Utf8);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>The content of a JSON string, or null when the value is of another kind.</summary>
    public string? AsString()
    {
        if (ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var reader = new Utf8JsonReader(Utf8);
        reader.Read();
        return reader.GetString();
    }

    /// <summary>The JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8);

    /// <summary>Whether both are the same bytes.</summary>
    public bool Equals(JsonText other) => Utf8.SequenceEqual(other.Utf8);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is JsonText other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8);
        return hash.ToHashCode();
    }

    /// <summary>Whether both are the same bytes.</summary>
    public static bool operator ==(JsonText left, JsonText right) => left.Equals(right);

    /// <summary>Whether they differ in any byte.</summary>
    public static bool operator !=(JsonText left, JsonText right) => !left.Equals(right);

    /// <summary>A JSON string with this content.</summary>
    /// <remarks>
    /// A null reference is refused: <c>condition ? null : someValue</c> would otherwise become JSON <c>null</c> where an absent
    /// <c>JsonText?</c> was meant. Say <see cref="Null"/> for the one and <c>default(JsonText?)</c> for the other.
    /// </remarks>
    public static implicit operator JsonText(string value) => FromString(value);

    /// <summary>A JSON boolean.</summary>
    public static implicit operator JsonText(bool value) => FromBoolean(value);

    /// <summary>A JSON number.</summary>
    public static implicit operator JsonText(int value) => FromInt64(value);

    /// <summary>A JSON number.</summary>
    public static implicit operator JsonText(long value) => FromInt64(value);

    /// <summary>A JSON number.</summary>
    public static implicit operator JsonText(double value) => FromDouble(value);

    /// <summary>The value of an element.</summary>
    public static implicit operator JsonText(JsonElement value) => FromElement(value);

    /// <summary>The bytes themselves, which nobody may change.</summary>
    internal byte[] ToBytes() => _utf8 ?? NullBytes;

    /// <summary>Takes bytes that are already known to be one valid JSON value and that nobody else will change.</summary>
    internal static JsonText Trusted(byte[] utf8) => new(utf8);

    /// <summary>As <see cref="Trusted"/>, for who keeps the bytes alone because a <c>JsonText?</c> takes twice the room of them.</summary>
    internal static JsonText? TrustedOrNone(byte[]? utf8) => utf8 is null ? default(JsonText?) : Trusted(utf8);

    private static JsonText Adopt(byte[] utf8)
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
        {
            throw new FormatException("The JSON value is not valid UTF-8.");
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException error)
        {
            throw new FormatException($"Not exactly one JSON value of at most {MaxDepth} levels: {error.Message}", error);
        }

        return new JsonText(utf8);
    }

    private static JsonValueKind KindOf(ReadOnlySpan<byte> utf8) => utf8.TrimStart(" \t\r\n"u8)[0] switch
    {
        (byte)'{' => JsonValueKind.Object,
        (byte)'[' => JsonValueKind.Array,
        (byte)'"' => JsonValueKind.String,
        (byte)'t' => JsonValueKind.True,
        (byte)'f' => JsonValueKind.False,
        (byte)'n' => JsonValueKind.Null,
        _ => JsonValueKind.Number,
    };
}
