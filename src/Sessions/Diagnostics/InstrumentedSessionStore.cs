using System.Runtime.CompilerServices;
using Sessions.Stores;

namespace Sessions.Diagnostics;

/// <summary>
/// Measures a store: a duration and a span for each operation, counters of commits, conflicts and removals. While nobody
/// listens it hands on what the store returns, and allocates nothing.
/// </summary>
/// <param name="inner">The store underneath.</param>
/// <param name="metrics">The instruments.</param>
/// <param name="time">Measures durations.</param>
/// <param name="owned">Whether the store underneath is disposed of with this one.</param>
internal sealed partial class InstrumentedSessionStore(ISessionStore inner, SessionsMetrics metrics, TimeProvider time, bool owned = true)
    : DelegatingSessionStore(inner), ISessionStore, IDisposable
{
    private static readonly ConditionalWeakTable<ISessionStore, InstrumentedSessionStore> Lent = [];

    private int _disposed;

    /// <summary>What it measures: for who has asked whether anybody listens, and calls often.</summary>
    public ISessionStore Bare => Inner;

    private bool Measures => metrics.OperationDuration.Enabled || SessionsMetrics.Source.HasListeners();

    private bool MeasuresCommits => metrics.Commits.Enabled || metrics.Conflicts.Enabled || Measures;

    private bool MeasuresRemovals => metrics.CleanupRemoved.Enabled || Measures;

    /// <summary>A store that is measured already, or the one measuring store around it, so that two managers over one store are one.</summary>
    public static ISessionStore Around(ISessionStore store) => SessionsMetrics.Of(store) is not null
        ? store
        : Lent.GetValue(store, static bare => new InstrumentedSessionStore(bare, SessionsMetrics.Shared, TimeProvider.System, owned: false));

    public override ValueTask<CommitResult> CommitAsync(
        SessionKey key, CommitDecision decide, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        MeasuresCommits
            ? CommitMeasuredAsync(key, decide, options, cancellationToken)
            : Inner.CommitAsync(key, decide, options, cancellationToken);

    public override ValueTask<Session?> UseAsync(SessionKey key, SessionUse use, CancellationToken cancellationToken = default) =>
        Measures
            ? MeasureAsync(UseOf(use), key.Id, (key, use), static (store, a, token) => store.UseAsync(a.key, a.use, token), cancellationToken)
            : Inner.UseAsync(key, use, cancellationToken);

    public override ValueTask<Session?> FindAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        Measures
            ? MeasureAsync("find", key.Id, key, static (store, a, token) => store.FindAsync(a, token), cancellationToken)
            : Inner.FindAsync(key, cancellationToken);

    // What is measured are the two steps, so that a touch is counted as one.
    ValueTask<Session?> ISessionStore.ReadAsync(SessionKey key, Channel channel, TouchRule rule, CancellationToken cancellationToken) =>
        Measures
            ? rule.ReadAsync(this, key, channel, cancellationToken)
            : Inner.ReadAsync(key, channel, rule, cancellationToken);

    public override ValueTask<LogPage?> ReadLogAsync(
        SessionKey key, long afterVersion, int limit, CancellationToken cancellationToken = default) =>
        Measures
            ? MeasureAsync(
                "read_log",
                key.Id,
                (key, afterVersion, limit),
                static (store, a, token) => store.ReadLogAsync(a.key, a.afterVersion, a.limit, token),
                cancellationToken)
            : Inner.ReadLogAsync(key, afterVersion, limit, cancellationToken);

    public override ValueTask<IReadOnlyList<Message>?> ReadMessagesAsync(
        SessionKey key, MessageRange range, CancellationToken cancellationToken = default) =>
        Measures
            ? MeasureAsync(
                "read_messages",
                key.Id,
                (key, range),
                static (store, a, token) => store.ReadMessagesAsync(a.key, a.range, token),
                cancellationToken)
            : Inner.ReadMessagesAsync(key, range, cancellationToken);

    public override ValueTask<SessionPage> QueryAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        Measures
            ? MeasureAsync("query", null, query, static (store, a, token) => store.QueryAsync(a, token), cancellationToken)
            : Inner.QueryAsync(query, cancellationToken);

    public override ValueTask<long> CountAsync(
        string? partition, SessionFilter filter, CancellationToken cancellationToken = default) =>
        Measures
            ? MeasureAsync(
                "count",
                null,
                (partition, filter),
                static (store, a, token) => store.CountAsync(a.partition, a.filter, token),
                cancellationToken)
            : Inner.CountAsync(partition, filter, cancellationToken);

    public override ValueTask<Session?> FindByInvocationAsync(
        string partition, string invocationId, CancellationToken cancellationToken = default) =>
        Measures
            ? MeasureAsync(
                "find_by_invocation",
                null,
                (partition, invocationId),
                static (store, a, token) => store.FindByInvocationAsync(a.partition, a.invocationId, token),
                cancellationToken)
            : Inner.FindByInvocationAsync(partition, invocationId, cancellationToken);

    public override ValueTask<bool> DeleteAsync(
        SessionKey key, string? incarnation = null, CancellationToken cancellationToken = default) =>
        Measures
            ? MeasureAsync(
                "delete",
                key.Id,
                (key, incarnation),
                static (store, a, token) => store.DeleteAsync(a.key, a.incarnation, token),
                cancellationToken)
            : Inner.DeleteAsync(key, incarnation, cancellationToken);

    public override ValueTask<IReadOnlyList<RemovedSession>> TakeAsync(
        CleanupRule rule, int limit, CancellationToken cancellationToken = default) =>
        MeasuresRemovals
            ? TakeMeasuredAsync(rule, limit, cancellationToken)
            : Inner.TakeAsync(rule, limit, cancellationToken);

    public override ValueTask<Session> ImportAsync(
        SessionKey key, IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default) =>
        Measures
            ? MeasureAsync(
                "import",
                key.Id,
                (key, commits),
                static (store, a, token) => store.ImportAsync(a.key, a.commits, token),
                cancellationToken)
            : Inner.ImportAsync(key, commits, cancellationToken);

    public override object? GetService(Type serviceType) =>
        serviceType == typeof(SessionsMetrics) ? metrics : base.GetService(serviceType);

#pragma warning disable CA2215 // A store that was lent is left to its owner.
    public override ValueTask DisposeAsync() =>
        owned && Interlocked.Exchange(ref _disposed, 1) == 0 ? base.DisposeAsync() : ValueTask.CompletedTask;
#pragma warning restore CA2215

    /// <summary>A container that is itself disposed of without waiting refuses services that can only be waited for.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static string UseOf(SessionUse use) => use switch
    {
        SessionUse.Touch => "touch",
        SessionUse.Acquire => "acquire_lease",
        SessionUse.Renew => "renew_lease",
        _ => "release_lease",
    };
}
