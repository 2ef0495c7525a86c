using Sessions.Events;

namespace Sessions.Stores.FileSystem;

/// <summary>Refuses invocations whose folder lies outside the history root, before anything of their commit is written.</summary>
internal sealed class InvocationGuard(HistoryRoot history)
{
    /// <summary>The decision, with that refusal.</summary>
    public CommitDecision Around(CommitDecision decide) => (current, now) =>
    {
        var decision = decide(current, now);
        Check(decision.Events);
        return decision;
    };

    public void Check(IReadOnlyList<Commit> commits)
    {
        foreach (var commit in commits)
        {
            Check(commit.EventArray);
        }
    }

    private void Check(SessionEvent[] events)
    {
        foreach (var change in events)
        {
            if (change is InvocationLinked linked)
            {
                history.Check(linked.Invocation);
            }
        }
    }
}
