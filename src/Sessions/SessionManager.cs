using System.Runtime.CompilerServices;
using Sessions.Diagnostics;
using Sessions.Stores;

namespace Sessions;

/// <summary>
/// Sessions, as an app works with them. It keeps no session data of its own: two managers over one store are one. Safe for
/// any number of callers at once.
/// </summary>
/// <remarks>
/// <para>What finds returns null where there is no such session; what gets, and everything that writes, throws
/// <see cref="SessionNotFoundException"/>.</para>
/// <para>Every write takes <see cref="CommitOptions"/>: the channel, an idempotency key, the version that is expected, or the
/// lease it is made under. A <see cref="Channel"/> alone will do.</para>
/// </remarks>
public sealed partial class SessionManager
{
    private readonly ISessionStore _store;
    private readonly ISessionStore _bare;
    private readonly SessionsOptions _options;
    private readonly TimeProvider _time;
    private readonly string _space;
    private readonly string? _userId;
    private readonly SessionsMetrics _metrics;

    /// <summary>Makes a manager over a store; usable without dependency injection.</summary>
    /// <param name="store">Where sessions are kept. Whoever made it disposes of it.</param>
    /// <param name="options">Settings, taken as they are now; the defaults when left out.</param>
    /// <param name="time">The clock of heartbeats and waits; the machine's when left out. What expires is decided by the store's.</param>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    public SessionManager(ISessionStore store, SessionsOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        Store = store;
        _store = InstrumentedSessionStore.Around(store);
        _bare = _store is InstrumentedSessionStore measuring ? measuring.Bare : _store;
        _metrics = SessionsMetrics.Of(_store)!;
        _options = options?.Copy() ?? new SessionsOptions();
        SessionsOptionsRules.ThrowIfInvalid(_options);
        _time = time ?? TimeProvider.System;
        Partition = _space = "";
    }

    private SessionManager(SessionManager other, string space, string? userId)
    {
        Store = other.Store;
        _store = other._store;
        _bare = other._bare;
        _metrics = other._metrics;
        _options = other._options;
        _time = other._time;
        _space = space;
        _userId = userId;
        Partition = userId is null ? space : ReservedPartitions.ForUser(space, userId);
    }

    /// <summary>The partition that this manager works in; empty unless asked for.</summary>
    public string Partition { get; }

    /// <summary>The store underneath.</summary>
    public ISessionStore Store { get; }

    /// <summary>
    /// A manager that knows only this user's own sessions and sets the user on new ones; anyone else's do not exist there. Within
    /// a partition it is that partition's user: users of one name in two of them are two, as tenants would have it.
    /// </summary>
    /// <param name="userId">Any text of 1 to 256 characters.</param>
    public SessionManager ForUser(string userId) => new(this, _space, Check.Name(userId, "A user id"));

    /// <summary>A manager whose session ids have a namespace of their own. That of a user's manager is the user's own within it.</summary>
    /// <param name="partition">Any text of 1 to 256 characters that does not begin with a dollar sign.</param>
    public SessionManager ForPartition(string partition)
    {
        Check.Name(partition, "A partition");
        if (partition[0] == ReservedPartitions.Mark)
        {
            throw new ArgumentException(
                "A partition that begins with a dollar sign is kept for Sessions itself; for a user's own sessions use ForUser.", nameof(partition));
        }

        return new SessionManager(this, partition, _userId);
    }

    /// <summary>
    /// The general update, on which all others stand: everything that the function asks for is one commit. It may be run more
    /// than once, each time on the view that is current, and so should do nothing else: writing from within it, through whatever
    /// manager, is refused, and reading records no use. It is run in the caller's execution context, by whichever thread. It is not asynchronous: what an <c>await</c> in it leads to comes too late.
    /// </summary>
    /// <param name="id">The session.</param>
    /// <param name="update">Says what to change.</param>
    /// <param name="options">The channel, and conditions.</param>
    /// <param name="cancellationToken">Honoured until the commit is under way.</param>
    /// <returns>The view after the commit; the current one when nothing was asked for.</returns>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    /// <exception cref="SessionStatusException">The session's status does not allow the change.</exception>
    /// <exception cref="SessionConflictException">The expected version, or the content of a repeated idempotency key, does not fit.</exception>
    /// <exception cref="LeaseLostException">The lease named in the options is not held any more.</exception>
    /// <exception cref="InvalidOperationException">The function writes by itself.</exception>
    public ValueTask<Session> UpdateAsync(
        string id, Action<SessionUpdate> update, CommitOptions options = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        return UpdateAsync(id, update, static (session, apply) => apply(session), options, cancellationToken);
    }

    /// <summary>Every helper that writes is one of these, and its span is named after it.</summary>
    private ValueTask<Session> UpdateAsync<TArgument>(
        string id,
        TArgument argument,
        Action<SessionUpdate, TArgument> apply,
        CommitOptions options,
        CancellationToken cancellationToken,
        [CallerMemberName] string method = "") => OperationSpan.IsWanted
            ? TraceUpdateAsync(id, argument, apply, options, method, cancellationToken)
            : CommitUpdateAsync(id, argument, apply, options, cancellationToken);

    // Apart, and the other one not: what only a span needs would be cleared on the stack for every commit.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask<Session> TraceUpdateAsync<TArgument>(
        string id,
        TArgument argument,
        Action<SessionUpdate, TArgument> apply,
        CommitOptions options,
        string method,
        CancellationToken cancellationToken) => SpanAsync(
            id,
            (id, argument, apply, options, cancellationToken),
            static (manager, a) => manager.CommitUpdateAsync(a.id, a.argument, a.apply, a.options, a.cancellationToken),
            method);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ValueTask<Session> CommitUpdateAsync<TArgument>(
        string id, TArgument argument, Action<SessionUpdate, TArgument> apply, in CommitOptions options, CancellationToken cancellationToken)
    {
        var key = KeyOf(id);
        var decision = UpdateDecision<TArgument>.Take(id, argument, apply, options.IdempotencyKey is not null);
        var pending = CommitAsync(key, decision.Decide, options, cancellationToken);
        if (pending.IsCompletedSuccessfully)
        {
            decision.GiveBack();
        }

        return View(pending);
    }

    private ValueTask<CommitResult> CommitAsync(
        SessionKey key, CommitDecision decide, in CommitOptions options, CancellationToken cancellationToken)
    {
        Deciding.Refuse();
        if (options.IdempotencyKey is { } idempotencyKey)
        {
            Check.Name(idempotencyKey, "An idempotency key", nameof(options));
        }

        if (options.ExpectedVersion is < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.ExpectedVersion, "An expected version is zero or more.");
        }

        return StoreNow.CommitAsync(key, decide, options, cancellationToken);
    }

    /// <summary>What is called for each message and each view: while nobody listens it is not gone around by way of its measuring.</summary>
    private ISessionStore StoreNow => _metrics.IsListenedTo ? _store : _bare;

    private SessionKey KeyOf(string id) => new(Partition, Check.SessionId(id));

    private static ValueTask<Session> View(ValueTask<CommitResult> pending)
    {
        // The in-memory store completes at once: no state machine for it.
        return pending.IsCompletedSuccessfully ? new ValueTask<Session>(pending.Result.Session) : Wait(pending);

        static async ValueTask<Session> Wait(ValueTask<CommitResult> pending) => (await pending.ConfigureAwait(false)).Session;
    }
}
