namespace Sessions.Stores.Files;

/// <summary>One who waits in the queue of a lock.</summary>
/// <param name="bound">How long at most.</param>
/// <param name="deadline">The same in <see cref="Environment.TickCount64"/>.</param>
internal sealed class LockWaiter(TimeSpan bound, long deadline)
    : TaskCompletionSource<LockHold>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>How long it was ready to wait.</summary>
    public TimeSpan Bound => bound;

    /// <summary>When it gives up.</summary>
    public long Deadline => deadline;
}
