using System.Runtime.CompilerServices;
using Sessions.Diagnostics;
using Sessions.Stores;

namespace Sessions.Changes;

/// <summary>The change feed of one incarnation of a session, over any store: the log is read, a wait is only a hint.</summary>
internal sealed class ChangeFeed(ISessionStore store, TimeProvider time, SessionKey key, SessionsMetrics metrics)
{
    private const int PageSize = 256;

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    public async IAsyncEnumerable<SessionChange> ReadAsync(
        long afterVersion, string? incarnation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var version = afterVersion;
        Session? last = null;
        RemovalReason? removed = null;
        var caughtUp = false;
        while (true)
        {
            var page = await store.ReadLogAsync(key, version, PageSize, cancellationToken).ConfigureAwait(false);
            if (page is null || (incarnation is not null && page.Session.Incarnation != incarnation))
            {
                if (incarnation is null)
                {
                    throw new SessionNotFoundException(key.Id);
                }

                // It may have gone while nobody waited for it; the store may still know why.
                removed ??= await store.WaitAsync(key, incarnation, version, cancellationToken).ConfigureAwait(false);
                yield return new SessionChange.Ended(removed ?? ReasonFor(last));
                yield break;
            }

            last = page.Session;
            incarnation = last.Incarnation;
            if (version > last.Version)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(afterVersion), version, $"Session \"{key.Id}\" is at version {last.Version}: the version to go on from belongs to another life of this id, or its store has lost it. Read the session and watch from its version.");
            }

            if (page.DroppedThrough > version)
            {
                // The view given stands for all that it has seen, so the feed goes on after it.
                yield return new SessionChange.Gap(last, page.DroppedThrough);
                version = last.Version;
                continue;
            }

            foreach (var commit in page.Commits)
            {
                foreach (var change in commit.Events)
                {
                    if (change.Version > version)
                    {
                        if (caughtUp)
                        {
                            Lagged(change);
                        }

                        yield return new SessionChange.Happened(change);
                        version = change.Version;
                    }
                }
            }

            if (page.Commits.Count == 0 || version >= last.Version)
            {
                caughtUp = true;
                removed = await WaitAsync(last, version, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What a watcher missed before it came is no lag of the feed.</summary>
    private void Lagged(SessionEvent change)
    {
        if (metrics.FeedLag.Enabled)
        {
            var lag = (store.UtcNow - change.At).TotalSeconds;
            metrics.FeedLag.Record(Math.Max(0, lag), new KeyValuePair<string, object?>(SessionsMetrics.StoreTag, store.Name));
        }
    }

    private RemovalReason ReasonFor(Session? last) =>
        last is not null && last.IsExpired(store.UtcNow.UtcTicks) ? RemovalReason.Expired : RemovalReason.Deleted;

    /// <summary>Waits for a change, or for the instant at which the session expires without one.</summary>
    private async ValueTask<RemovalReason?> WaitAsync(Session session, long version, CancellationToken cancellationToken)
    {
        if (session.ExpiresAt is not { } expiry)
        {
            return await store.WaitAsync(key, session.Incarnation, version, cancellationToken).ConfigureAwait(false);
        }

        // Whole milliseconds, rounded up: a timer that fires a little early would come back to be set again at once.
        var left = TimeSpan.FromMilliseconds(Math.Ceiling((expiry - store.UtcNow).TotalMilliseconds));
        if (left <= TimeSpan.Zero)
        {
            return null;
        }

        using var expired = new CancellationTokenSource(left < LongestWait ? left : LongestWait, time);
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, expired.Token);
        try
        {
            return await store.WaitAsync(key, session.Incarnation, version, given.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
