using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sessions.Diagnostics;

/// <summary>To whom a store reports what only it can see. It never throws.</summary>
/// <param name="store">The kind of store.</param>
/// <param name="logger">Where it is logged.</param>
/// <param name="metrics">Where it is counted; null for nowhere.</param>
internal sealed class StoreDiagnostics(string store, ILogger logger, SessionsMetrics? metrics)
{
    /// <summary>For stores that are made by hand: nobody hears.</summary>
    public static readonly StoreDiagnostics None = new("", NullLogger.Instance, null);

    /// <summary>Where a store logs what has no counter.</summary>
    public ILogger Logger => logger;

    /// <summary>The torn end of a log was cut back to its last whole commit.</summary>
    /// <param name="key">The session; its partition, which may name a user, is not logged.</param>
    /// <param name="path">The log.</param>
    /// <param name="bytes">How much was cut.</param>
    /// <param name="kept">The file in which what was cut is kept.</param>
    public void TornTailCut(SessionKey key, string path, long bytes, string kept)
    {
        metrics?.TornTails.Add(1, Tag);
        Log.TornTail(logger, key.Id, path, bytes, kept);
    }

    /// <summary>A session could not be read.</summary>
    public void Damaged(SessionDamagedException damage)
    {
        metrics?.Damaged.Add(1, Tag);
        Log.Damaged(logger, damage.SessionId, damage.Location, damage);
    }

    /// <summary>The projections of a session could not be written; they are tried again.</summary>
    public void ProjectionFailed(SessionKey key, Exception error)
    {
        metrics?.ProjectionFailures.Add(1, Tag);
        Log.ProjectionFailed(logger, key.Id, error);
    }

    /// <summary>The log of a session could not be compacted; it stays as it is.</summary>
    public void CompactionFailed(SessionKey key, Exception error) => Log.CompactionFailed(logger, key.Id, error);

    /// <summary>The catalog of a file store could not be written or read.</summary>
    public void CatalogFailed(string directory, Exception error) => Log.CatalogFailed(logger, directory, error);

    private KeyValuePair<string, object?> Tag => new(SessionsMetrics.StoreTag, store);
}
