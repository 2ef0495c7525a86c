using System.Diagnostics;
using System.Runtime;
using Sessions.Benchmarks.Quick.Files;

namespace Sessions.Benchmarks.Quick;

/// <summary>All figures that Sessions promises, beside the raw limit in the same run, in under three minutes.</summary>
internal static class QuickMode
{
    private static readonly Dictionary<string, Func<IEnumerable<Row>>> Areas = new(StringComparer.Ordinal)
    {
        ["memory"] = MemoryArea.Measure,
        ["flat"] = FlatArea.Measure,
        ["list"] = ListArea.Measure,
        ["cleanup"] = CleanupArea.Measure,
        ["size"] = SizeArea.Measure,
        ["jsonl"] = JsonlArea.Measure,
    };

    /// <returns>0 when every target is met, 1 when one is missed, 2 for an area that is not known.</returns>
    public static int Run(string[] areas)
    {
        if (areas.FirstOrDefault(static area => !Areas.ContainsKey(area)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no area \"{unknown}\". Areas: {string.Join(", ", Areas.Keys)}.");
            return 2;
        }

        Debug.Assert(!GCSettings.IsServerGC, "Quick mode measures with the workstation's collector.");
        var begun = Stopwatch.GetTimestamp();
        var table = new Table(Console.Out);
        table.Head();
        foreach (var (area, measure) in Areas.Where(known => areas.Length == 0 || areas.Contains(known.Key)))
        {
            foreach (var row in measure())
            {
                table.Write(area, row);
            }
        }

        Console.WriteLine($"{table.Missed} of {table.Rows} missed; {Stopwatch.GetElapsedTime(begun).TotalSeconds:N0} s, "
            + $".NET {Environment.Version}, {Environment.ProcessorCount} processors");
        return table.Missed == 0 ? 0 : 1;
    }
}
