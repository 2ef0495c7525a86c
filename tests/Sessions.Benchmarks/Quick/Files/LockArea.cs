using Sessions.Stores.Files;

namespace Sessions.Benchmarks.Quick.Files;

/// <summary>What it costs to be alone in all processes: within a burst, beside the kernel's own lock taken and given back each time.</summary>
internal static class LockArea
{
    private const int Rounds = 41;
    private const int Batch = 20_000;
    private const int Stripe = 5;

    public static IEnumerable<Row> Measure()
    {
        using var directory = new TempDirectory();
        var path = Directory.CreateDirectory(directory.Of("store")).FullName;
        using var locks = FileLockSet.Open(path);
        using var kernel = LockFile.Open(Path.Combine(path, "locks", "raw"));
        var figures = Interleaved.Measure(
            Rounds,
            new Subject(Batch, () => Repeat(() =>
            {
                if (!locks.TryAcquire(Stripe, out var hold))
                {
                    throw new InvalidOperationException("Somebody else has the lock of a directory that is ours alone.");
                }

                hold.Release();
            })),
            new Subject(Batch, () => Repeat(() =>
            {
                kernel.TryLock();
                kernel.Unlock();
            })));
        yield return Compare.Share("locks: take and release in a burst, of flock", figures[0], figures[1], atLeast: 5);
    }

    private static void Repeat(Action operation)
    {
        for (var i = 0; i < Batch; i++)
        {
            operation();
        }
    }
}
