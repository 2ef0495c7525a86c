namespace Sessions.Tests.Performance;

/// <summary>Bytes, which are the same on every machine, where times are not.</summary>
internal static class Allocated
{
    private const int Operations = 1024;
    private const int Rounds = 3;

    /// <summary>The bytes that one operation allocates on this thread, over many; it must complete at once.</summary>
    public static double Each(Action operation)
    {
        // The first runs allocate what belongs to the program: delegates, thread statics, tables of generic methods.
        for (var i = 0; i < 64; i++)
        {
            operation();
        }

        // What the runtime allocates once on this thread, when code is compiled anew, is in one of the rounds and not in all.
        return Enumerable.Range(0, Rounds).Min(_ => Round(operation));
    }

    private static double Round(Action operation)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Operations; i++)
        {
            operation();
        }

        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Operations;
    }
}
