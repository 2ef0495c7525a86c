namespace Sessions.Stores.Files;

/// <summary>What the catalog asks of the engine whose sessions it lists.</summary>
internal interface ICatalogSource
{
    /// <summary>The store's time, in UTC ticks.</summary>
    long Now { get; }

    /// <summary>
    /// The view as its log has it now, also when it has expired; null only where there is no log, or a deleted one.
    /// </summary>
    /// <exception cref="SessionDamagedException">The log cannot be read.</exception>
    /// <remarks>Never called under the catalog's lock, so it may take a session's.</remarks>
    ValueTask<Session?> FindStoredAsync(SessionKey key, CancellationToken cancellationToken);

    /// <summary>Every session that has a log: what the catalog is rebuilt from.</summary>
    IAsyncEnumerable<SessionKey> EnumerateAsync(CancellationToken cancellationToken);
}
