using Sessions.Stores;

namespace Sessions.Testing;

public sealed partial class FaultInjectingStore
{
    /// <inheritdoc/>
    public override ValueTask<CommitResult> CommitAsync(
        SessionKey key, CommitDecision decide, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        RunAsync(StoreCall.Commit, () => Inner.CommitAsync(key, decide, options, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Session?> UseAsync(SessionKey key, SessionUse use, CancellationToken cancellationToken = default) =>
        RunAsync(Kind(use), () => Inner.UseAsync(key, use, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Session?> FindAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        RunAsync(StoreCall.Find, () => Inner.FindAsync(key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<LogPage?> ReadLogAsync(
        SessionKey key, long afterVersion, int limit, CancellationToken cancellationToken = default) =>
        RunAsync(StoreCall.ReadLog, () => Inner.ReadLogAsync(key, afterVersion, limit, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<Message>?> ReadMessagesAsync(
        SessionKey key, MessageRange range, CancellationToken cancellationToken = default) =>
        RunAsync(StoreCall.ReadMessages, () => Inner.ReadMessagesAsync(key, range, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<SessionPage> QueryAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        RunAsync(StoreCall.Query, () => Inner.QueryAsync(query, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<long> CountAsync(string? partition, SessionFilter filter, CancellationToken cancellationToken = default) =>
        RunAsync(StoreCall.Query, () => Inner.CountAsync(partition, filter, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Session?> FindByInvocationAsync(
        string partition, string invocationId, CancellationToken cancellationToken = default) =>
        RunAsync(StoreCall.Query, () => Inner.FindByInvocationAsync(partition, invocationId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteAsync(SessionKey key, string? incarnation = null, CancellationToken cancellationToken = default) =>
        RunAsync(StoreCall.Delete, () => Inner.DeleteAsync(key, incarnation, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<RemovedSession>> TakeAsync(
        CleanupRule rule, int limit, CancellationToken cancellationToken = default) =>
        RunAsync(StoreCall.Take, () => Inner.TakeAsync(rule, limit, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<Session> ImportAsync(
        SessionKey key, IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default) =>
        RunAsync(StoreCall.Import, () => Inner.ImportAsync(key, commits, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<RemovalReason?> WaitAsync(
        SessionKey key, string incarnation, long version, CancellationToken cancellationToken = default) =>
        RunAsync(StoreCall.Wait, () => Inner.WaitAsync(key, incarnation, version, cancellationToken), cancellationToken);

    private static StoreCall Kind(SessionUse use) => use switch
    {
        SessionUse.Touch => StoreCall.Touch,
        SessionUse.Acquire => StoreCall.Acquire,
        SessionUse.Renew => StoreCall.Renew,
        _ => StoreCall.Release,
    };
}
