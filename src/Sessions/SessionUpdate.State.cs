using System.Text.Json.Serialization.Metadata;
using Sessions.Events;

namespace Sessions;

public sealed partial class SessionUpdate
{
    /// <summary>Sets a key of the state to a value, as a whole.</summary>
    /// <param name="key">1 to 256 characters.</param>
    /// <param name="value">The value; JSON null is one.</param>
    public SessionUpdate SetState(string key, JsonText value)
    {
        Check.Name(key, "A state key");
        RefuseLate();
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
        RefuseLate();
        _set = _set?.Remove(key);
        _removed ??= [];
        if (!_removed.Contains(key))
        {
            _removed.Add(key);
        }

        return this;
    }

    /// <summary>
    /// Changes a key of the state by a function of its current value, as this commit has left it so far; null where it is not there.
    /// </summary>
    public SessionUpdate ChangeState(string key, Func<JsonText?, JsonText> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Check.Name(key, "A state key");
        return SetState(key, change(CurrentState(key)));
    }

    /// <summary>What the key holds after all that was asked for so far: the newest mention of it counts.</summary>
    private JsonText? CurrentState(string key)
    {
        DependsOnView = true;
        if (_set is not null && _set.TryGetValue(key, out var value))
        {
            return value;
        }

        if (_removed is not null && _removed.Contains(key))
        {
            return default;
        }

        for (var i = (_rest?.Count ?? 0) - 1; i >= -1; i--)
        {
            if ((i >= 0 ? _rest![i] : _first) is not StateChanged earlier)
            {
                continue;
            }

            if (earlier.Set.TryGetValue(key, out value))
            {
                return value;
            }

            if (earlier.Removed.Contains(key))
            {
                return default;
            }
        }

        return _current.TryGetState(key, out value) ? value : default(JsonText?);
    }
}
