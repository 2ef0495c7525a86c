namespace Sessions.Stores.Files;

/// <summary>What is done rarely, under the lock of a session: with everything written that was planned before it.</summary>
internal sealed class LockedOperation<T>(LockedOperation<T>.Work work) : LogOperation<T>
{
    public delegate T Work(SessionLog log, ref LogBatch batch);

    public override void Plan(SessionLog log, ref LogBatch batch)
    {
        log.Write(ref batch);
        Result = work(log, ref batch);
    }
}
