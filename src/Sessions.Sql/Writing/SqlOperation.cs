using Sessions.Stores;

namespace Sessions.Sql;

/// <summary>One caller's change to a session: planned on a view, perhaps more than once, and answered once.</summary>
internal abstract class SqlOperation(CancellationToken cancellationToken)
{
    /// <summary>Honoured until it is planned for the first time.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>The commit to append; null where there is none.</summary>
    public Commit? Commit { get; protected set; }

    /// <summary>What the session becomes; null where it stays as it is.</summary>
    public Session? Next { get; protected set; }

    /// <summary>The fencing token that it is written under.</summary>
    public virtual long? Fence => null;

    /// <summary>Whether it is done already, or there is nothing to do: nothing is written for it, and its answer rests on what was read.</summary>
    public abstract bool IsRepetition { get; }

    /// <summary>Plans it on what the session is, expired or not; null where there is none. A refusal is kept for the answer.</summary>
    public abstract void Plan(SessionKey key, Session? current, long now, ICommitMemory memory);

    /// <summary>What was planned last was sent, and its outcome is not known. It may turn out to be done long after.</summary>
    public abstract void Doubt();

    /// <summary>What was sent for the given time of those with an unknown outcome was done: it is what is answered.</summary>
    /// <param name="sent">Which of them, from zero on.</param>
    public abstract void Recall(int sent);

    /// <summary>Nothing was done, or nobody knows what: that is the answer, whatever was planned.</summary>
    public abstract void Refuse(Exception error);

    /// <summary>Answers with what was planned, or the refusal. Whoever waits goes on on this thread, for as long as he pleases.</summary>
    public abstract void Answer();
}
