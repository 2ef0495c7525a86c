namespace Sessions.Stores;

/// <summary>
/// A store that passes every call on to another one: the base of decorators, which override what they add to. It owns the
/// store that it wraps, and hides none of its optional abilities.
/// </summary>
public abstract class DelegatingSessionStore : ISessionStore
{
    /// <summary>Wraps a store.</summary>
    /// <param name="inner">The store, disposed of together with this one.</param>
    protected DelegatingSessionStore(ISessionStore inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
    }

    /// <inheritdoc/>
    public virtual string Name => Inner.Name;

    /// <inheritdoc/>
    public virtual DateTimeOffset UtcNow => Inner.UtcNow;

    /// <summary>The store that is wrapped.</summary>
    protected ISessionStore Inner { get; }

    /// <inheritdoc/>
    public virtual ValueTask<CommitResult> CommitAsync(
        SessionKey key, CommitDecision decide, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        Inner.CommitAsync(key, decide, options, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Session?> UseAsync(SessionKey key, SessionUse use, CancellationToken cancellationToken = default) =>
        Inner.UseAsync(key, use, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Session?> FindAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        Inner.FindAsync(key, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<LogPage?> ReadLogAsync(
        SessionKey key, long afterVersion, int limit, CancellationToken cancellationToken = default) =>
        Inner.ReadLogAsync(key, afterVersion, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<Message>?> ReadMessagesAsync(
        SessionKey key, MessageRange range, CancellationToken cancellationToken = default) =>
        Inner.ReadMessagesAsync(key, range, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<SessionPage> QueryAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        Inner.QueryAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<long> CountAsync(string? partition, SessionFilter filter, CancellationToken cancellationToken = default) =>
        Inner.CountAsync(partition, filter, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Session?> FindByInvocationAsync(
        string partition, string invocationId, CancellationToken cancellationToken = default) =>
        Inner.FindByInvocationAsync(partition, invocationId, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<bool> DeleteAsync(SessionKey key, string? incarnation = null, CancellationToken cancellationToken = default) =>
        Inner.DeleteAsync(key, incarnation, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<RemovedSession>> TakeAsync(
        CleanupRule rule, int limit, CancellationToken cancellationToken = default) =>
        Inner.TakeAsync(rule, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Session> ImportAsync(
        SessionKey key, IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default) =>
        Inner.ImportAsync(key, commits, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<RemovalReason?> WaitAsync(
        SessionKey key, string incarnation, long version, CancellationToken cancellationToken = default) =>
        Inner.WaitAsync(key, incarnation, version, cancellationToken);

    /// <inheritdoc/>
    public virtual object? GetService(Type serviceType)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceType.IsInstanceOfType(this) ? this : Inner.GetService(serviceType);
    }

    /// <summary>Disposes of the store that is wrapped.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Inner.DisposeAsync();
    }
}
