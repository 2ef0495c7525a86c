using Sessions.Changes;
using Sessions.Diagnostics;

namespace Sessions;

public sealed partial class SessionManager
{
    /// <summary>Watches a session: first what was missed, then what comes, in order, without gaps or repeats.</summary>
    /// <param name="id">The session.</param>
    /// <param name="afterVersion">The last version that is known; zero for the whole log.</param>
    /// <param name="incarnation">
    /// Which life of the id the version belongs to, <see cref="Session.Incarnation"/>; the present one when left out. Who goes on
    /// after a pause gives it, so that a session created anew under the id meanwhile is not taken for the one that was watched.
    /// </param>
    /// <param name="cancellationToken">Ends the watching.</param>
    /// <remarks>
    /// A slow reader keeps nobody waiting and misses nothing: it reads the log at its own pace. Where the log does not reach
    /// back far enough, an explicit <see cref="SessionChange.Gap"/> comes first. Deletion and expiry end the feed with
    /// <see cref="SessionChange.Ended"/>. A session created anew under the id is another one, which this feed does not follow.
    /// </remarks>
    /// <exception cref="SessionNotFoundException">There is no such session, and no incarnation was given; with one, the feed says that it ended.</exception>
    public IAsyncEnumerable<SessionChange> WatchAsync(
        string id, long afterVersion = 0, string? incarnation = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterVersion);
        var feed = new ChangeFeed(_store, _time, KeyOf(id), _metrics).ReadAsync(afterVersion, incarnation, cancellationToken);
        return OperationSpan.IsWanted ? TraceAsync(feed, id, nameof(WatchAsync), cancellationToken) : feed;
    }
}
