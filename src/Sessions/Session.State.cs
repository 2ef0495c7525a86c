using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sessions;

public sealed partial class Session
{
    /// <summary>Reads a value of the state with source-generated type information; the type's default when the key is not there.</summary>
    /// <exception cref="JsonException">The value does not have the shape of <typeparamref name="T"/>.</exception>
    public T? GetState<T>(string key, JsonTypeInfo<T> typeInfo) =>
        StateMap.TryGetValue(key, out var entry) ? entry.Value.Deserialize(typeInfo) : default;

    /// <summary>Reads a value of the state by reflection; the type's default when the key is not there.</summary>
    /// <exception cref="JsonException">The value does not have the shape of <typeparamref name="T"/>.</exception>
    [RequiresUnreferencedCode("Use the overload that takes a JsonTypeInfo<T>.")]
    [RequiresDynamicCode("Use the overload that takes a JsonTypeInfo<T>.")]
    public T? GetState<T>(string key, JsonSerializerOptions? options = null) =>
        StateMap.TryGetValue(key, out var entry) ? entry.Value.Deserialize<T>(options) : default;

    /// <summary>Reads a value of the state as JSON.</summary>
    public bool TryGetState(string key, out JsonText value)
    {
        var found = StateMap.TryGetValue(key, out var entry);
        value = entry.Value;
        return found;
    }
}
