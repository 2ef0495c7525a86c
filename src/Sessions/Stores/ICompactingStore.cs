namespace Sessions.Stores;

/// <summary>
/// The ability of a store to drop what is superseded in the log of a session: changes of the state behind a horizon, and the
/// records of uses. Messages, links, what happened to the session's life and custom events always stay, and so does the view.
/// Ask a store for it with <see cref="ISessionStore.GetService"/>.
/// </summary>
/// <remarks>
/// A store that has it compacts by itself, when a log has grown and half of it can go. Reading the log from behind the horizon
/// begins with a gap afterwards: <see cref="LogPage.DroppedThrough"/>.
/// </remarks>
public interface ICompactingStore
{
    /// <summary>Compacts the log of a session now, however little there is to gain. Others go on reading and writing meanwhile.</summary>
    /// <param name="key">The session.</param>
    /// <param name="cancellationToken">Ends it; the log then stays as it was.</param>
    /// <returns>
    /// Whether the log was written anew; false where there is no such session, where it was deleted or replaced meanwhile, and
    /// where an earlier compaction still waits to take its place.
    /// </returns>
    /// <exception cref="SessionDamagedException">The log does not read; it stays as it was.</exception>
    /// <exception cref="SessionStoreUnavailableException">The disk refuses; the log stays as it was.</exception>
    /// <exception cref="SessionBusyException">Others kept the session locked for too long.</exception>
    ValueTask<bool> CompactAsync(SessionKey key, CancellationToken cancellationToken = default);
}
