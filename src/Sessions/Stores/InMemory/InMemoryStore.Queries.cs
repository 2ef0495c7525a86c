using System.Collections.Concurrent;

namespace Sessions.Stores.InMemory;

public sealed partial class InMemoryStore
{
    // An invocation is nearly always linked to one session; the array is for when it is not.
    private readonly ConcurrentDictionary<(string Partition, string Invocation), InMemorySession[]> _invocations = new();

    /// <inheritdoc/>
    public ValueTask<SessionPage> QueryAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        var page = new SessionPager(query);
        var now = _clock.Now;
        foreach (var (key, session) in _sessions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (page.Wants(key.Partition) && session.View is var view && !view.IsExpired(now))
            {
                page.Offer(view);
            }
        }

        return new ValueTask<SessionPage>(page.ToPage());
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(string? partition, SessionFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ObjectDisposedException.ThrowIf(_disposed, this);
        var now = _clock.Now;
        var count = 0L;
        foreach (var (key, session) in _sessions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (SessionPager.Wants(partition, key.Partition) && session.View is var view && !view.IsExpired(now) && filter.Matches(view))
            {
                count++;
            }
        }

        return new ValueTask<long>(count);
    }

    /// <inheritdoc/>
    public ValueTask<Session?> FindByInvocationAsync(
        string partition, string invocationId, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        var now = _clock.Now;
        foreach (var session in _invocations.GetValueOrDefault((partition, invocationId), []))
        {
            if (session.Removed is null && !session.View.IsExpired(now))
            {
                return new ValueTask<Session?>(session.View);
            }
        }

        return default;
    }

    private void Index(InMemorySession session, string invocation) => _invocations.AddOrUpdate(
        (session.View.Partition, invocation),
        static (_, added) => [added],
        static (_, known, added) => known.Contains(added) ? known : [.. known, added],
        session);

    private void Forget(InMemorySession session)
    {
        foreach (var id in session.Linked)
        {
            var key = (session.View.Partition, id);
            while (_invocations.TryGetValue(key, out var known))
            {
                InMemorySession[] rest = [.. known.Where(other => other != session)];
                if (rest.Length == 0
                    ? _invocations.TryRemove(KeyValuePair.Create(key, known))
                    : _invocations.TryUpdate(key, rest, known))
                {
                    break;
                }
            }
        }
    }
}
