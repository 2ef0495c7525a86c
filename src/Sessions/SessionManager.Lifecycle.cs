namespace Sessions;

public sealed partial class SessionManager
{
    /// <summary>Lays an active session to rest: it refuses messages and links, and its idle clock stands still.</summary>
    public ValueTask<Session> PauseAsync(
        string id, string? reason = null, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, reason, static (update, why) => update.Pause(why), options, cancellationToken);

    /// <summary>Takes up a paused session.</summary>
    public ValueTask<Session> ResumeAsync(string id, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, 0, static (update, _) => update.Resume(), options, cancellationToken);

    /// <summary>Finishes a session with success: it refuses changes from then on, does not expire, and is kept for the retention.</summary>
    public ValueTask<Session> CompleteAsync(
        string id, string? reason = null, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, reason, static (update, why) => update.Complete(why), options, cancellationToken);

    /// <summary>Finishes a session without success.</summary>
    public ValueTask<Session> FailAsync(
        string id, string? reason = null, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, reason, static (update, why) => update.Fail(why), options, cancellationToken);

    /// <summary>Gives a session up.</summary>
    public ValueTask<Session> AbandonAsync(
        string id, string? reason = null, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, reason, static (update, why) => update.Abandon(why), options, cancellationToken);

    /// <summary>Takes up a finished session again.</summary>
    public ValueTask<Session> ReopenAsync(
        string id, string? reason = null, CommitOptions options = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, reason, static (update, why) => update.Reopen(why), options, cancellationToken);

    /// <summary>Deletes a session for good, in every process; its watchers are told. The tools' own records stay.</summary>
    /// <returns>Whether there was such a session.</returns>
    public ValueTask<bool> DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        Deciding.Refuse();
        return TraceAsync(
            id,
            (key: KeyOf(id), cancellationToken),
            static (manager, a) => manager._store.DeleteAsync(a.key, incarnation: null, a.cancellationToken));
    }
}
