namespace Sessions.Stores.FileSystem;

/// <summary>What the projections are made from.</summary>
internal interface IProjectionSource
{
    /// <summary>The view as its log has it now, expired or not; null where there is no log, or a deleted one.</summary>
    ValueTask<Session?> FindStoredAsync(SessionKey key, CancellationToken cancellationToken);

    /// <summary>Commits after a version, in order, expired or not; null where there is no session.</summary>
    ValueTask<LogPage?> ReadLogAsync(SessionKey key, long afterVersion, int limit, CancellationToken cancellationToken);

    /// <summary>How long the session's log is, all its files together; negative where there is none. Another one after every record.</summary>
    long LogLength(string folder);

    /// <summary>Whose log lies in a folder; null where there is none.</summary>
    SessionKey? KeyOf(string folder);

    /// <summary>Removes the folder of a session that is gone, under its lock; does nothing where there is one.</summary>
    /// <param name="key">The session.</param>
    /// <param name="everything">Whether what is no projection goes too.</param>
    /// <param name="cancellationToken">Ends the waiting for the lock.</param>
    ValueTask RemoveFolderAsync(SessionKey key, bool everything, CancellationToken cancellationToken);
}
