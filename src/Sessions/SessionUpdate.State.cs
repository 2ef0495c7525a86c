using System.Text.Json.Serialization.Metadata;

namespace Sessions;

public sealed partial class SessionUpdate
{
    /// <summary>Sets a key of the state to a value, as a whole.</summary>
    /// <param name="key">1 to 256 characters.</param>
    /// <param name="value">The value; JSON null is one.</param>
    public SessionUpdate SetState(string key, JsonText value)
    {
        Check.Name(key, "A state key");
        _removed?.Remove(key);
        _set = (_set ?? SortedMap<JsonText>.Empty).Set(key, value);
        return this;
    }

    /// <summary>Sets a key of the state to a value of the app's own type.</summary>
    public SessionUpdate SetState<T>(string key, T value, JsonTypeInfo<T> typeInfo) => SetState(key, JsonText.From(value, typeInfo));

    /// <summary>Sets several keys of the state.</summary>
    public SessionUpdate SetState(IEnumerable<KeyValuePair<string, JsonText>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (key, value) in values)
        {
            SetState(key, value);
        }

        return this;
    }

    /// <summary>Removes a key of the state; one that is not there is no error.</summary>
    public SessionUpdate RemoveState(string key)
    {
        Check.Name(key, "A state key");
        _set = _set?.Remove(key);
        _removed ??= [];
        if (!_removed.Contains(key))
        {
            _removed.Add(key);
        }

        return this;
    }

    /// <summary>Changes a key of the state by a function of its current value; null where it is not there.</summary>
    public SessionUpdate ChangeState(string key, Func<JsonText?, JsonText> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Check.Name(key, "A state key");
        return SetState(key, change(Session.TryGetState(key, out var value) ? value : default(JsonText?)));
    }
}
