namespace Sessions;

public sealed partial class SessionManager
{
    /// <summary>Sets what the session is for; null or empty takes it away.</summary>
    public ValueTask<Session> SetPurposeAsync(
        string id, string? purpose, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, purpose, static (update, value) => update.SetPurpose(value), options, cancellationToken);

    /// <summary>Sets the name to show; null or empty takes it away.</summary>
    public ValueTask<Session> SetDisplayNameAsync(
        string id, string? displayName, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, displayName, static (update, value) => update.SetDisplayName(value), options, cancellationToken);

    /// <summary>Replaces the tags.</summary>
    public ValueTask<Session> SetTagsAsync(
        string id, IEnumerable<string> tags, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, SessionRules.Tags(tags), static (update, value) => update.SetTags(value), options, cancellationToken);

    /// <summary>Merges metadata by key.</summary>
    /// <param name="id">The session.</param>
    /// <param name="set">Keys to set; the others stay.</param>
    /// <param name="remove">Keys to remove.</param>
    /// <param name="options">The channel, and conditions.</param>
    /// <param name="cancellationToken">Honoured until the commit is under way.</param>
    public ValueTask<Session> UpdateMetadataAsync(
        string id,
        IReadOnlyDictionary<string, JsonText> set,
        IEnumerable<string>? remove = null,
        CommitOptions options = default,
        CancellationToken cancellationToken = default) =>
        UpdateAsync(
            id,
            (set: SessionRules.Map(set, "A metadata key"), remove: remove?.ToArray() ?? []),
            static (update, change) => update.MergeMetadata(change.set, change.remove),
            options,
            cancellationToken);

    /// <summary>Merges the user's preferences by key.</summary>
    public ValueTask<Session> UpdatePreferencesAsync(
        string id,
        IReadOnlyDictionary<string, JsonText> set,
        IEnumerable<string>? remove = null,
        CommitOptions options = default,
        CancellationToken cancellationToken = default) =>
        UpdateAsync(
            id,
            (set: SessionRules.Map(set, "A preference key"), remove: remove?.ToArray() ?? []),
            static (update, change) => update.MergePreferences(change.set, change.remove),
            options,
            cancellationToken);

    /// <summary>Binds a memory pool in place of the one that is bound.</summary>
    public ValueTask<Session> BindMemoryPoolAsync(
        string id, string pool, bool shared = false, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, (pool, shared), static (update, bind) => update.BindMemoryPool(bind.pool, bind.shared), options, cancellationToken);

    /// <summary>Unbinds the memory pool.</summary>
    public ValueTask<Session> UnbindMemoryPoolAsync(
        string id, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, 0, static (update, _) => update.UnbindMemoryPool(), options, cancellationToken);

    /// <summary>Keeps the session whatever its age: its idle timeout stands still, and cleanup passes it over. Its absolute lifetime goes on.</summary>
    public ValueTask<Session> PinAsync(string id, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, 0, static (update, _) => update.Pin(), options, cancellationToken);

    /// <summary>Gives the session back to cleanup.</summary>
    public ValueTask<Session> UnpinAsync(string id, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, 0, static (update, _) => update.Unpin(), options, cancellationToken);

    /// <summary>Sets how long the session lives from now on.</summary>
    public ValueTask<Session> SetExpiryAsync(
        string id,
        TimeSpan? idleTimeout,
        DateTimeOffset? absoluteExpiry = null,
        bool sliding = true,
        CommitOptions options = default,
        CancellationToken cancellationToken = default) =>
        UpdateAsync(
            id,
            (idleTimeout, absoluteExpiry, sliding),
            static (update, life) => update.SetExpiry(life.idleTimeout, life.absoluteExpiry, life.sliding),
            options,
            cancellationToken);
}
