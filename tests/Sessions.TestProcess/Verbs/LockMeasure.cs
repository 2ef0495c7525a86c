using System.Diagnostics;
using Sessions.Stores.Files;

namespace Sessions.TestProcess.Verbs;

/// <summary>
/// <c>lock-measure DIRECTORY</c>: what the locks cost, alone on a directory. Each figure is the median of several rounds.
/// Run it in a release build.
/// </summary>
internal sealed class LockMeasure : IVerb
{
    private const int Rounds = 15;

    public string Name => "lock-measure";

    public async Task<int> RunAsync(string[] arguments)
    {
        Directory.CreateDirectory(arguments[0]);
        using FileLockSet locks = FileLockSet.Open(arguments[0]);
        using LockFile raw = LockFile.Open(Path.Combine(arguments[0], "locks", "raw"));
        for (int pass = 0; pass < 2; pass++)
        {
            await ReportAsync("burst, TryAcquire + Release", 1_000_000, n => Task.FromResult(Burst(locks, n)));
            await ReportAsync("burst, AcquireAsync + Release", 1_000_000, n => BurstAsync(locks, n));
            await ReportAsync("burst, 64 stripes in turn", 1_000_000, n => Task.FromResult(InTurn(locks, n)));
            await ReportAsync("flock + unlock", 100_000, n => Loop(n, raw, f => { f.TryLock(); f.Unlock(); }));
            await ReportAsync("  read the line", 100_000, n => Loop(n, raw, f => f.ReadLine()));
            await ReportAsync("  write the line", 100_000, n => Loop(n, raw, f => f.WriteLine(default)));
            await ReportAsync("  is the file current", 100_000, n => Loop(n, raw, f => f.IsCurrent()));
            await ReportAsync("first use of a stripe not kept", 64, n => Task.FromResult(Scattered(locks, n)));
            await ReportAsync("two tasks, one stripe", 200_000, n => ContendAsync(locks, n, sameStripe: true));
            await ReportAsync("two tasks, two stripes", 2_000_000, n => ContendAsync(locks, n, sameStripe: false));
            Console.WriteLine();
        }

        return 0;
    }

    private static int Burst(FileLockSet locks, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (locks.TryAcquire(5, out LockHold hold))
            {
                hold.Release();
            }
            else
            {
                throw new InvalidOperationException();
            }
        }

        return n;
    }

    private static async Task<int> BurstAsync(FileLockSet locks, int n)
    {
        for (int i = 0; i < n; i++)
        {
            LockHold hold = await locks.AcquireAsync(5).ConfigureAwait(false);
            hold.Release();
        }

        return n;
    }

    private static int InTurn(FileLockSet locks, int n)
    {
        int done = 0;
        for (int i = 0; i < n; i++)
        {
            if (locks.TryAcquire(i & 63, out LockHold hold))
            {
                hold.Release();
                done++;
            }
        }

        return done;
    }

    private static int Scattered(FileLockSet locks, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (locks.TryAcquire(i & 63, out LockHold hold))
            {
                hold.Release();
            }
        }

        return n;
    }

    private static Task<int> Loop(int n, LockFile file, Action<LockFile> action)
    {
        for (int i = 0; i < n; i++)
        {
            action(file);
        }

        return Task.FromResult(n);
    }

    private static async Task<int> ContendAsync(FileLockSet locks, int n, bool sameStripe)
    {
        int[] done = await Task.WhenAll(
            Task.Run(() => BurstOnAsync(locks, 5, n / 2)),
            Task.Run(() => BurstOnAsync(locks, sameStripe ? 5 : 6, n / 2)));
        return done.Sum();
    }

    private static async Task<int> BurstOnAsync(FileLockSet locks, int stripe, int n)
    {
        for (int i = 0; i < n; i++)
        {
            LockHold hold = await locks.AcquireAsync(stripe).ConfigureAwait(false);
            hold.Release();
        }

        return n;
    }

    private static async Task ReportAsync(string what, int n, Func<int, Task<int>> run)
    {
        var nanoseconds = new List<double>();
        long bytes = 0;
        for (int round = 0; round < Rounds; round++)
        {
            // Let the keeper take everything back and park, so that rounds are alike.
            Thread.Sleep(5);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            long start = Stopwatch.GetTimestamp();
            int done = await run(n);
            nanoseconds.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / done);
            bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        nanoseconds.Sort();
        Console.WriteLine($"{what,-34}{nanoseconds[Rounds / 2],10:0.0} ns {bytes / (double)n,10:0.00} B");
    }
}
