namespace Sessions.Stores.Files;

/// <summary>
/// What a file store knows of all its sessions without opening them: enough to filter, order and expire them, in every
/// process that uses the directory.
/// </summary>
/// <remarks>
/// A change is announced before it is made, so that no process that dies between the two leaves a list that is silently
/// wrong, and summed up when the session has come to rest.
/// </remarks>
internal interface ICatalog : IAsyncDisposable
{
    /// <summary>
    /// Announces that a session may change: before a commit, an import, a deletion, and a use that shortens its life (the end
    /// of a lease). Costs a look into a dictionary while the session is busy; the first time of a burst it appends a line.
    /// </summary>
    /// <remarks>
    /// Takes the catalog's lock, so call it before taking a session's. Dispose what it returns when the change is over,
    /// whatever came of it, and after <see cref="Changed"/> or <see cref="Removed"/>.
    /// </remarks>
    ValueTask<CatalogChange> BeforeCommitAsync(SessionKey key, CancellationToken cancellationToken = default);

    /// <summary>Tells the view after a commit or a use. Never waits.</summary>
    void Changed(Session view);

    /// <summary>Tells that an incarnation is gone. Never waits.</summary>
    void Removed(SessionKey key, string incarnation);

    /// <summary>Reads a page; every view in it was read from its own log just now.</summary>
    ValueTask<SessionPage> QueryAsync(SessionQuery query, CancellationToken cancellationToken = default);

    /// <summary>Counts sessions; null for the partition counts all but the reserved ones.</summary>
    ValueTask<long> CountAsync(string? partition, SessionFilter filter, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sessions that a cleanup may take now, each verified by its view; fewer than <paramref name="limit"/> means that there
    /// are no more. Whoever takes one verifies it again under its lock.
    /// </summary>
    ValueTask<IReadOnlyList<SessionKey>> CandidatesAsync(
        CleanupRule rule, long now, int limit, CancellationToken cancellationToken = default);
}
