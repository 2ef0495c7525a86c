using System.Diagnostics;

namespace Sessions.Benchmarks.Quick;

/// <summary>
/// Measures several subjects in turns, so that whatever else the machine does falls on all of them alike, and takes medians.
/// </summary>
internal static class Interleaved
{
    private const int Passes = 4;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(250);

    public static Figure[] Measure(int rounds, params Subject[] subjects)
    {
        // Tiered compilation waits for a pause of 100 ms before it compiles again: several passes let it settle.
        for (var pass = 0; pass < Passes; pass++)
        {
            foreach (var subject in subjects)
            {
                for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < WarmUp;)
                {
                    subject.Prepare?.Invoke();
                    subject.Run();
                }
            }
        }

        var taken = subjects.Select(_ => new Figure[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < subjects.Length; i++)
            {
                var turn = (i + round) % subjects.Length;
                taken[turn][round] = Once(subjects[turn]);
            }
        }

        return [.. taken.Select(static figures => new Figure(
            Median(figures.Select(static figure => figure.Nanoseconds)), Median(figures.Select(static figure => figure.Bytes))))];
    }

    private static Figure Once(Subject subject)
    {
        subject.Prepare?.Invoke();

        // The collector runs when it wants to, as it does in an app: a forced collection gives memory back to the system, and
        // the batch after it would measure page faults.
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var begun = Stopwatch.GetTimestamp();
        subject.Run();
        var elapsed = Stopwatch.GetElapsedTime(begun);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return new Figure(elapsed.TotalNanoseconds / subject.Operations, (double)bytes / subject.Operations);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
