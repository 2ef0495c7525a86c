namespace Sessions.Tests.Performance;

/// <summary>Bytes, which are the same on every machine, where times are not.</summary>
internal static class Allocated
{
    private const int Operations = 1024;

    /// <summary>The bytes that one operation allocates on this thread, over many; it must complete at once.</summary>
    public static double Each(Action operation)
    {
        // The first runs allocate what belongs to the program: delegates, thread statics, tables of generic methods.
        for (var i = 0; i < 64; i++)
        {
            operation();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Operations; i++)
        {
            operation();
        }

        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Operations;
    }
}
