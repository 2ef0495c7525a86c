namespace Sessions;

public sealed partial class SessionManager
{
    /// <summary>Links an invocation; linking the same id again counts it once.</summary>
    public ValueTask<Session> LinkInvocationAsync(
        string id, Invocation invocation, CommitOptions options = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        return UpdateAsync(id, invocation, static (update, link) => update.LinkInvocation(link), options, cancellationToken);
    }

    /// <summary>Adds tokens and their cost to the session's usage.</summary>
    public ValueTask<Session> RecordUsageAsync(
        string id, TokenUsage usage, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, usage, static (update, add) => update.RecordUsage(add), options, cancellationToken);

    /// <summary>Finds the session that an invocation is linked to; null when there is none in this partition.</summary>
    public ValueTask<Session?> FindByInvocationAsync(string invocationId, CancellationToken cancellationToken = default) =>
        TraceAsync(
            null,
            (invocationId: Check.Name(invocationId, "An invocation id"), cancellationToken),
            static (manager, a) => manager._store.FindByInvocationAsync(manager.Partition, a.invocationId, a.cancellationToken));
}
