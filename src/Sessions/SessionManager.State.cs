using System.Text.Json.Serialization.Metadata;

namespace Sessions;

public sealed partial class SessionManager
{
    /// <summary>Sets keys of the state, each as a whole, and leaves the others alone.</summary>
    public ValueTask<Session> UpdateStateAsync(
        string id,
        IReadOnlyDictionary<string, JsonText> values,
        CommitOptions options = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);

        // A copy: the function may run later and again, and the caller's dictionary is the caller's.
        return UpdateAsync(
            id, SessionRules.Map(values, "A state key"), static (update, set) => update.SetState(set), options, cancellationToken);
    }

    /// <summary>Sets one key of the state.</summary>
    public ValueTask<Session> SetStateAsync(
        string id, string key, JsonText value, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, (key, value), static (update, set) => update.SetState(set.key, set.value), options, cancellationToken);

    /// <summary>Sets one key of the state to a value of the app's own type.</summary>
    public ValueTask<Session> SetStateAsync<T>(
        string id,
        string key,
        T value,
        JsonTypeInfo<T> typeInfo,
        CommitOptions options = default,
        CancellationToken cancellationToken = default) =>
        SetStateAsync(id, key, JsonText.From(value, typeInfo), options, cancellationToken);

    /// <summary>Changes one key of the state by a function of its current value; null where it is not there.</summary>
    /// <remarks>The function runs again when the session has moved on meanwhile, so that no change is lost.</remarks>
    public ValueTask<Session> ChangeStateAsync(
        string id,
        string key,
        Func<JsonText?, JsonText> change,
        CommitOptions options = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return UpdateAsync(id, (key, change), static (update, ask) => update.ChangeState(ask.key, ask.change), options, cancellationToken);
    }

    /// <summary>Removes keys of the state; those that are not there are no error.</summary>
    public ValueTask<Session> RemoveStateAsync(
        string id, IEnumerable<string> keys, CommitOptions options = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return UpdateAsync(
            id,
            keys.ToArray(),
            static (update, remove) =>
            {
                foreach (var key in remove)
                {
                    update.RemoveState(key);
                }
            },
            options,
            cancellationToken);
    }
}
