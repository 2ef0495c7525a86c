using System.Collections.Concurrent;

namespace Sessions.Stores.InMemory;

public sealed partial class InMemoryStore
{
    private const int BatchSize = 256;

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
        foreach (var views in Views(query.Partition, cancellationToken))
        {
            foreach (var view in views)
            {
                if (!view.IsExpired(now))
                {
                    page.Offer(view);
                }
            }
        }

        return new ValueTask<SessionPage>(page.ToPage());
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(string? partition, SessionFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        var now = _clock.Now;
        var count = 0L;
        foreach (var views in Views(partition, cancellationToken))
        {
            foreach (var view in views)
            {
                count += !view.IsExpired(now) && filter.Matches(view) ? 1 : 0;
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

    /// <summary>
    /// The views of a partition, by the batch. Sessions lie scattered over the memory, and a walk over many of them is little
    /// but waiting for it; gathered first and looked at afterwards, they are waited for side by side.
    /// </summary>
    private IEnumerable<ArraySegment<Session>> Views(string? partition, CancellationToken cancellationToken)
    {
        var batch = new Session[BatchSize];
        var count = 0;
        foreach (var (key, session) in _sessions)
        {
            if (!SessionPager.Wants(partition, key.Partition))
            {
                continue;
            }

            batch[count++] = session.View;
            if (count == batch.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return batch;
                count = 0;
            }
        }

        yield return new ArraySegment<Session>(batch, 0, count);
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
