using Sessions.Events;

namespace Sessions.Stores;

/// <summary>What commits must be to be brought in as a session of their own.</summary>
internal static class ImportRules
{
    public static void Check(SessionKey key, IReadOnlyList<Commit> commits)
    {
        ArgumentNullException.ThrowIfNull(commits);
        global::Sessions.Check.SessionId(key.Id, nameof(key));
        if (commits.Count == 0 || commits[0].FirstVersion != 1 || commits[0].Events[0] is not SessionCreated)
        {
            throw new ArgumentException("An import begins with version 1, a created event; take the commits from the beginning of a log.", nameof(commits));
        }

        for (var i = 1; i < commits.Count; i++)
        {
            if (commits[i].FirstVersion != commits[i - 1].LastVersion + 1)
            {
                throw new ArgumentException(
                    $"An import has no gaps: after version {commits[i - 1].LastVersion} comes {commits[i].FirstVersion}.", nameof(commits));
            }

            if (commits[i].AtTicks < commits[i - 1].AtTicks)
            {
                throw new ArgumentException(
                    $"Instants of an import never decrease: that of version {commits[i].FirstVersion} lies before the one before it.", nameof(commits));
            }
        }
    }
}
