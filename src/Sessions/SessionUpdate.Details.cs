using Sessions.Events;

namespace Sessions;

public sealed partial class SessionUpdate
{
    /// <summary>Sets the name to show; null or empty takes it away.</summary>
    public SessionUpdate SetDisplayName(string? displayName) => Add(new DetailsChanged { DisplayName = Text(displayName) ?? "" });

    /// <summary>Sets what the session is for; null or empty takes it away.</summary>
    public SessionUpdate SetPurpose(string? purpose) => Add(new DetailsChanged { Purpose = Text(purpose) ?? "" });

    /// <summary>Replaces the tags.</summary>
    public SessionUpdate SetTags(params IEnumerable<string> tags) => Add(new DetailsChanged { Tags = SessionRules.Tags(tags) });

    /// <summary>Sets a key of the metadata.</summary>
    public SessionUpdate SetMetadata(string key, JsonText value) =>
        Add(new DetailsChanged { Metadata = SortedMap<JsonText>.Empty.Set(Check.Name(key, "A metadata key"), value) });

    /// <summary>Removes a key of the metadata; one that is not there is no error.</summary>
    public SessionUpdate RemoveMetadata(string key) => Add(new DetailsChanged { RemovedMetadata = [Check.Name(key, "A metadata key")] });

    /// <summary>Sets keys of the metadata and removes others; those not named stay.</summary>
    public SessionUpdate MergeMetadata(IReadOnlyDictionary<string, JsonText> set, params IEnumerable<string> remove) =>
        Add(new DetailsChanged
        {
            Metadata = SessionRules.Map(set, "A metadata key"),
            RemovedMetadata = SessionRules.Keys(remove, "A metadata key"),
        });

    /// <summary>Sets a preference of the user.</summary>
    public SessionUpdate SetPreference(string key, JsonText value) =>
        Add(new DetailsChanged { Preferences = SortedMap<JsonText>.Empty.Set(Check.Name(key, "A preference key"), value) });

    /// <summary>Removes a preference of the user; one that is not there is no error.</summary>
    public SessionUpdate RemovePreference(string key) =>
        Add(new DetailsChanged { RemovedPreferences = [Check.Name(key, "A preference key")] });

    /// <summary>Sets preferences of the user and removes others; those not named stay.</summary>
    public SessionUpdate MergePreferences(IReadOnlyDictionary<string, JsonText> set, params IEnumerable<string> remove) =>
        Add(new DetailsChanged
        {
            Preferences = SessionRules.Map(set, "A preference key"),
            RemovedPreferences = SessionRules.Keys(remove, "A preference key"),
        });

    /// <summary>Binds a memory pool in place of the one that is bound; binding creates it if it is missing.</summary>
    /// <param name="name">The pool, 1 to 256 characters.</param>
    /// <param name="shared">Whether it is a pool of the empty partition rather than of the session's own.</param>
    public SessionUpdate BindMemoryPool(string name, bool shared = false) =>
        Add(new MemoryPoolBound(new MemoryPoolBinding(Check.Name(name, "A pool name"), shared)));

    /// <summary>Unbinds the memory pool.</summary>
    public SessionUpdate UnbindMemoryPool() => Add(new MemoryPoolBound(null));

    /// <summary>Sets how long the session lives from now on.</summary>
    /// <param name="idleTimeout">How long unused, in whole milliseconds; null for as long as it may.</param>
    /// <param name="absoluteExpiry">When it ends however much it is used; null for never.</param>
    /// <param name="sliding">Whether reads extend the idle timeout.</param>
    public SessionUpdate SetExpiry(TimeSpan? idleTimeout, DateTimeOffset? absoluteExpiry = null, bool sliding = true)
    {
        // Cut first: an end within the microsecond at hand would be no future.
        var end = absoluteExpiry is { } instant ? Instants.ToOffset(Instants.From(instant)) : default(DateTimeOffset?);
        if (end <= _now)
        {
            throw new ArgumentOutOfRangeException(
                nameof(absoluteExpiry), absoluteExpiry, $"The end of a session lies in the future; it is {_now:O} now. To end it at once, delete it.");
        }

        return Add(new ExpiryChanged(
            idleTimeout is { } idle ? Check.Duration(idle, "An idle timeout", nameof(idleTimeout)) : null, sliding, end));
    }
}
