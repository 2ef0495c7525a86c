using System.Diagnostics;
using System.Runtime;
using Sessions.Benchmarks.Quick.Files;
using Sessions.Benchmarks.Quick.Sql;

namespace Sessions.Benchmarks.Quick;

/// <summary>All figures that Sessions promises, beside the raw limit in the same run, in under three minutes where no area is named.</summary>
internal static class QuickMode
{
    private static readonly Dictionary<string, Func<IEnumerable<Row>>> Areas = new(StringComparer.Ordinal)
    {
        ["memory"] = MemoryArea.Measure,
        ["diagnostics"] = DiagnosticsArea.Measure,
        ["flat"] = FlatArea.Measure,
        ["list"] = ListArea.Measure,
        ["cleanup"] = CleanupArea.Measure,
        ["size"] = SizeArea.Measure,
        ["append"] = AppendArea.Measure,
        ["read"] = ReadArea.Measure,
        ["flush"] = FlushArea.Measure,
        ["locks"] = LockArea.Measure,
    };

    /// <summary>What would not fit into three minutes with all the others, and is measured when it is named.</summary>
    private static readonly Dictionary<string, Func<IEnumerable<Row>>> Long = new(StringComparer.Ordinal)
    {
        ["many"] = ManySessionsArea.Measure,
        ["sqlite"] = SqliteArea.Measure,
        ["postgres"] = PostgreSqlArea.Measure,
        ["sqlflat"] = FlatSqlArea.Measure,
    };

    /// <returns>0 when every target is met, 1 when one is missed, 2 for an area that is not known.</returns>
    public static int Run(string[] areas)
    {
        if (areas.FirstOrDefault(static area => !Areas.ContainsKey(area) && !Long.ContainsKey(area)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no area \"{unknown}\". Areas: {string.Join(", ", Areas.Keys.Concat(Long.Keys))}.");
            return 2;
        }

        Debug.Assert(!GCSettings.IsServerGC, "Quick mode measures with the workstation's collector.");
        var begun = Stopwatch.GetTimestamp();
        var table = new Table(Console.Out);
        table.Head();
        foreach (var (area, measure) in areas.Length == 0 ? Areas : Areas.Concat(Long).Where(known => areas.Contains(known.Key)))
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
