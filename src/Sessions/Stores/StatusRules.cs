using Sessions.Events;

namespace Sessions.Stores;

/// <summary>Which events a session takes in which status.</summary>
internal static class StatusRules
{
    private const string Resume = "Resume it first.";
    private const string Reopen = "Reopen it first.";

    public static void Check(Session session, SessionEvent change)
    {
        if (change is StatusChanged to)
        {
            CheckStatus(session, to);
            return;
        }

        if (session.IsFinished && change.Rule != StatusRule.Any)
        {
            throw new SessionStatusException(session.Id, session.Status, "changes", Reopen);
        }

        if (session.Status == SessionStatus.Paused && change.Rule == StatusRule.Active)
        {
            throw new SessionStatusException(session.Id, session.Status, $"events of kind \"{change.Kind}\"", Resume);
        }
    }

    private static void CheckStatus(Session session, StatusChanged to)
    {
        var status = session.Status;
        if (to.Reopened)
        {
            if (!session.IsFinished)
            {
                throw new SessionStatusException(session.Id, status, "to be reopened", "Only a finished session can be.");
            }

            return;
        }

        if (session.IsFinished)
        {
            throw new SessionStatusException(session.Id, status, "changes", Reopen);
        }

        if (to.Status == status)
        {
            throw new SessionStatusException(session.Id, status, $"to become {status.ToString().ToLowerInvariant()} again", "There is nothing to do.");
        }
    }
}
