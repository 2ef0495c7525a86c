using System.Collections.Concurrent;

namespace Sessions.Stores.InMemory;

/// <summary>
/// Sessions in the memory of one process; gone with it. The fastest of the stores, for tests, short-lived tools and apps
/// that keep nothing.
/// </summary>
public sealed partial class InMemoryStore : ISessionStore
{
    private readonly ConcurrentDictionary<SessionKey, InMemorySession> _sessions = new();
    private readonly DeadlineIndex _expiring = new();
    private readonly DeadlineIndex _finished = new();
    private readonly RecentRemovals _removals = new();
    private readonly MonotoneClock _clock;
    private readonly int _tailCapacity;
    private volatile bool _disposed;

    /// <summary>Makes an empty store.</summary>
    /// <param name="options">Its settings; the defaults when left out.</param>
    /// <param name="time">The clock; the machine's when left out.</param>
    public InMemoryStore(InMemoryStoreOptions? options = null, TimeProvider? time = null)
    {
        _tailCapacity = (options ?? new InMemoryStoreOptions()).TailCapacity;
        if (_tailCapacity < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), _tailCapacity, "TailCapacity is one or more.");
        }

        _clock = new MonotoneClock(time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public DateTimeOffset UtcNow => Instants.ToOffset(_clock.Now);

    /// <inheritdoc/>
    public ValueTask<CommitResult> CommitAsync(
        SessionKey key, CommitDecision decide, CommitOptions options = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var now = _clock.Now;
            if (!_sessions.TryGetValue(key, out var session) || session.View.IsExpired(now))
            {
                if (TryBegin(key, session, now, decide, options) is { } begun)
                {
                    return new ValueTask<CommitResult>(begun);
                }

                continue;
            }

            lock (session)
            {
                // Whoever held the lock meanwhile may have brought its end nearer: what begins now is another session.
                if (session.Removed is not null || session.View.IsExpired(now))
                {
                    continue;
                }

                var plan = CommitPlanner.Plan(key, session.View, now, decide, options, session.Memory, position: 0);
                if (plan.Commit is not null)
                {
                    Take(session, plan);
                }

                return new ValueTask<CommitResult>(plan.ToResult());
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<Session?> UseAsync(SessionKey key, SessionUse use, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(use);
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
        var now = _clock.Now;
        if (!_sessions.TryGetValue(key, out var session))
        {
            return new ValueTask<Session?>(UsePlanner.Plan(key, null, now, use).View);
        }

        lock (session)
        {
            var plan = UsePlanner.Plan(key, session.Removed is null ? session.View : null, now, use);
            if (plan.Record is not null)
            {
                session.Publish(plan.View!);
                Cover(session);
            }

            return new ValueTask<Session?>(plan.View);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Session?> FindAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Find(key)?.View);
    }

    ValueTask<Session?> ISessionStore.ReadAsync(SessionKey key, Channel channel, TouchRule rule, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = _clock.Now;
        var found = Find(key, now)?.View;
        return found is not null && rule.Wants(found, channel, now)
            ? UseAsync(key, new SessionUse.Touch(channel), cancellationToken)
            : new ValueTask<Session?>(found);
    }

    /// <inheritdoc/>
    public ValueTask<LogPage?> ReadLogAsync(
        SessionKey key, long afterVersion, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterVersion);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        cancellationToken.ThrowIfCancellationRequested();
        return new(Find(key) is { } session ? session.ReadLog(session.View, afterVersion, limit) : null);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Message>?> ReadMessagesAsync(
        SessionKey key, MessageRange range, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Find(key) is { } session ? session.Read(session.View, range) : null);
    }

    /// <inheritdoc/>
    public async ValueTask<RemovalReason?> WaitAsync(
        SessionKey key, string incarnation, long version, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Find(key) is not { } session || session.View.Incarnation != incarnation)
        {
            return _removals.Find(incarnation);
        }

        await session.WaitAsync(version).WaitAsync(cancellationToken).ConfigureAwait(false);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return session.Removed;
    }

    /// <inheritdoc/>
    public ValueTask<Session> ImportAsync(
        SessionKey key, IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default)
    {
        ImportRules.Check(key, commits);
        cancellationToken.ThrowIfCancellationRequested();
        var now = _clock.Now;
        ObjectDisposedException.ThrowIf(_disposed, this);
        InMemorySession? imported = null;
        Session? view = null;
        foreach (var commit in commits)
        {
            view = Fold.Apply(key, view, commit);
            var plan = new CommitPlan(commit, view, view.Version);
            if (imported is null)
            {
                imported = new InMemorySession(plan);
            }
            else
            {
                imported.Append(plan, _tailCapacity);
            }
        }

        if (_sessions.TryGetValue(key, out var old) && !old.View.IsExpired(now))
        {
            throw new SessionAlreadyExistsException(key.Id);
        }

        return Replace(key, old, imported!)
            ? new ValueTask<Session>(view!)
            : throw new SessionAlreadyExistsException(key.Id);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Forgets everything. Calls after it are refused, and whoever waits is told.</summary>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        foreach (var (_, session) in _sessions)
        {
            lock (session)
            {
                session.Remove(RemovalReason.Deleted);
            }
        }

        _sessions.Clear();
        _invocations.Clear();
        return ValueTask.CompletedTask;
    }

    private InMemorySession? Find(SessionKey key) => Find(key, _clock.Now);

    private InMemorySession? Find(SessionKey key, long now)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _sessions.TryGetValue(key, out var session) && session.Removed is null && !session.View.IsExpired(now)
            ? session
            : null;
    }

    private CommitResult? TryBegin(SessionKey key, InMemorySession? expired, long now, CommitDecision decide, in CommitOptions options)
    {
        var plan = CommitPlanner.Plan(key, null, now, decide, options, NoMemory.Instance, position: 0);
        return Replace(key, expired, new InMemorySession(plan)) ? plan.ToResult() : null;
    }

    /// <summary>Puts a new session under a key: a free one, or that of an expired session, which is then handed to cleanup.</summary>
    private bool Replace(SessionKey key, InMemorySession? expired, InMemorySession session)
    {
        lock (session)
        {
            if (expired is null)
            {
                if (!_sessions.TryAdd(key, session))
                {
                    return false;
                }
            }
            else
            {
                lock (expired)
                {
                    if (expired.Removed is not null)
                    {
                        return false;
                    }

                    // The reason before its successor can be seen.
                    _removals.Add(expired.View.Incarnation, RemovalReason.Expired);
                    if (!_sessions.TryUpdate(key, session, expired))
                    {
                        return false;
                    }

                    expired.Remove(RemovalReason.Expired);
                    Forget(expired);
                    _replaced.Enqueue(new RemovedSession(expired.View, RemovalReason.Expired));
                }
            }

            foreach (var invocation in session.Linked)
            {
                Index(session, invocation);
            }

            Cover(session);
            return true;
        }
    }

    private void Take(InMemorySession session, in CommitPlan plan)
    {
        session.Append(plan, _tailCapacity);
        foreach (var change in plan.Commit!.EventArray)
        {
            if (change is Events.InvocationLinked linked)
            {
                Index(session, linked.Invocation.Id);
            }
        }

        Cover(session);
    }

    /// <summary>Sees to it that cleanup finds a session when it is due; the caller holds the lock.</summary>
    private void Cover(InMemorySession session)
    {
        var view = session.View;
        if (view.IsFinished)
        {
            if (session.IndexedFinish != view.Details.FinishedAt)
            {
                session.IndexedFinish = view.Details.FinishedAt;
                _finished.Add(view.Key, session.IndexedFinish);
            }
        }
        else if (view.ExpiryTicks != Instants.Never && (session.IndexedExpiry == 0 || view.ExpiryTicks < session.IndexedExpiry))
        {
            session.IndexedExpiry = view.ExpiryTicks;
            _expiring.Add(view.Key, session.IndexedExpiry);
        }
    }
}
