namespace Sessions.TestProcess.Torture;

/// <summary>Incarnations that were dead when something was asked.</summary>
internal sealed class DeadSnapshot(HashSet<string> dead)
{
    public void Check(Session session, string by)
    {
        if (dead.Contains(session.Incarnation))
        {
            throw new InvalidOperationException(
                $"{by}: session {session.Id} came back as {session.Incarnation}, version {session.Version}, after it was deleted.");
        }
    }
}
