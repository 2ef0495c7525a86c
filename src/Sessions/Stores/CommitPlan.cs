namespace Sessions.Stores;

/// <summary>What a store has to do for a commit.</summary>
/// <param name="Commit">The commit to append; null when there is nothing to append.</param>
/// <param name="View">The view to publish once it is appended; the current one when there is nothing to append.</param>
/// <param name="Version">The version to answer with.</param>
/// <param name="Replayed">Whether it is a repetition of an earlier keyed commit.</param>
public readonly record struct CommitPlan(Commit? Commit, Session View, long Version, bool Replayed = false)
{
    /// <summary>The answer to the caller.</summary>
    public CommitResult ToResult() => new(View, Version, Replayed);
}
