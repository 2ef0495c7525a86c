namespace Sessions.Stores;

/// <summary>
/// Where sessions are kept. Its heart is one method, <see cref="CommitAsync"/>: commit under a decision. Everything that
/// changes a session goes through it, and <see cref="CommitPlanner"/> does all of it that is not persistence.
/// </summary>
/// <remarks>
/// <para>A store is safe for any number of callers at once. Views, messages and commits that it returns never change, and it
/// keeps nothing that a caller could change afterwards.</para>
/// <para>Keys are valid when they arrive: the manager checks names. What a key names in one partition is not found through
/// another.</para>
/// <para>A session that has expired by the store's clock is not found by any operation but <see cref="TakeAsync"/>.</para>
/// <para>A cancelled call has either done nothing or all of it; the commit id tells which.</para>
/// <para>Optional abilities are interfaces of their own, asked for with <see cref="GetService"/>, so that a decorator hides
/// none.</para>
/// </remarks>
public interface ISessionStore : IAsyncDisposable
{
    /// <summary>A short name of the kind of store, for logs and metrics.</summary>
    string Name { get; }

    /// <summary>The store's time, by which it decides expiry and leases. It never goes back.</summary>
    DateTimeOffset UtcNow { get; }

    /// <summary>Appends what a decision says, atomically, and returns the view after it.</summary>
    /// <param name="key">The session. The decision is given null where there is none, and then begins with a created event.</param>
    /// <param name="decide">Decides on the current view; may be run more than once, but not after the call has ended.</param>
    /// <param name="options">Under which conditions.</param>
    /// <param name="cancellationToken">Honoured until the commit is under way.</param>
    ValueTask<CommitResult> CommitAsync(
        SessionKey key, CommitDecision decide, CommitOptions options = default, CancellationToken cancellationToken = default);

    /// <summary>Records a use that changes no version.</summary>
    /// <returns>The view after it; null when there is no such session.</returns>
    /// <exception cref="SessionBusyException">The lease asked for is held by another.</exception>
    /// <exception cref="LeaseLostException">The lease to be renewed is no longer held.</exception>
    ValueTask<Session?> UseAsync(SessionKey key, SessionUse use, CancellationToken cancellationToken = default);

    /// <summary>Finds the view of a session. Reading it is no use of it.</summary>
    ValueTask<Session?> FindAsync(SessionKey key, CancellationToken cancellationToken = default);

    /// <summary>Finds the view of a session for a channel, and records that use where it is due.</summary>
    /// <remarks>A store that can do both in one step, with one reading of its clock, does.</remarks>
    internal ValueTask<Session?> ReadAsync(SessionKey key, Channel channel, TouchRule rule, CancellationToken cancellationToken) =>
        rule.ReadAsync(this, key, channel, cancellationToken);

    /// <summary>Reads commits after a version, in order; null when there is no such session.</summary>
    /// <param name="key">The session.</param>
    /// <param name="afterVersion">Zero for all; commits with events after this version.</param>
    /// <param name="limit">At most so many commits.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<LogPage?> ReadLogAsync(SessionKey key, long afterVersion, int limit, CancellationToken cancellationToken = default);

    /// <summary>Reads messages of a chat, in order; null when there is no such session, none when there is no such chat.</summary>
    ValueTask<IReadOnlyList<Message>?> ReadMessagesAsync(
        SessionKey key, MessageRange range, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of sessions.</summary>
    /// <exception cref="ArgumentException">The cursor is not one that a list in this order, of this partition, gave.</exception>
    ValueTask<SessionPage> QueryAsync(SessionQuery query, CancellationToken cancellationToken = default);

    /// <summary>Counts sessions; null for the partition counts all but the reserved ones.</summary>
    ValueTask<long> CountAsync(string? partition, SessionFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Finds the session that an invocation is linked to; the first, where there are several.</summary>
    ValueTask<Session?> FindByInvocationAsync(string partition, string invocationId, CancellationToken cancellationToken = default);

    /// <summary>Deletes a session, and tells its watchers.</summary>
    /// <param name="key">The session.</param>
    /// <param name="incarnation">Only this incarnation; null for any.</param>
    /// <param name="cancellationToken">Honoured until the deletion is under way.</param>
    /// <returns>Whether there was such a session.</returns>
    ValueTask<bool> DeleteAsync(SessionKey key, string? incarnation = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes sessions that a cleanup rule names and returns their last views, each to one caller only, however many ask at once.
    /// </summary>
    /// <param name="rule">Which sessions.</param>
    /// <param name="limit">At most so many; fewer than that means that there were no more.</param>
    /// <param name="cancellationToken">Ends the batch; what was removed by then is returned.</param>
    ValueTask<IReadOnlyList<RemovedSession>> TakeAsync(CleanupRule rule, int limit, CancellationToken cancellationToken = default);

    /// <summary>Brings in commits as they are, with their versions and instants, into a session that does not exist.</summary>
    /// <exception cref="SessionAlreadyExistsException">There is such a session.</exception>
    /// <exception cref="ArgumentException">The commits do not begin with version 1 and a created event, or have gaps; or the key's id is none.</exception>
    ValueTask<Session> ImportAsync(SessionKey key, IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits until an incarnation may have moved past a version, or be gone. A hint: it may return early, never late by more
    /// than the store's polling interval.
    /// </summary>
    /// <returns>Why the session is gone, where that is known; null when it is there, or nobody knows.</returns>
    ValueTask<RemovalReason?> WaitAsync(SessionKey key, string incarnation, long version, CancellationToken cancellationToken = default);

    /// <summary>Finds an optional ability of the store, or of one that it wraps.</summary>
    object? GetService(Type serviceType);
}
