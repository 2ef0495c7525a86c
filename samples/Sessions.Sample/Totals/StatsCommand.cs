using System.Globalization;

namespace Sessions.Sample.Totals;

/// <summary>Tells what a store holds.</summary>
internal static class StatsCommand
{
    public static async Task<int> RunAsync(SessionManager sessions, CancellationToken cancellationToken)
    {
        var totals = await StoreTotals.ReadAsync(sessions.Store, cancellationToken);
        Row("sessions", totals.Sessions);
        Row("messages", totals.Messages.Total);
        Row("  system", totals.Messages.System);
        Row("  user", totals.Messages.User);
        Row("  assistant", totals.Messages.Assistant);
        Row("  tool", totals.Messages.Tool);
        Row("invocations", totals.Invocations);
        foreach (var (tool, count) in totals.Tools.OrderByDescending(static pair => pair.Value))
        {
            Row($"  {tool}", count);
        }

        // A view names 256 tools at the most.
        if (totals.Invocations - totals.Tools.Values.Sum() is > 0 and var rest)
        {
            Row("  (further tools)", rest);
        }

        Console.WriteLine();
        await totals.ReportUnreadableAsync();
        Console.WriteLine(totals.LastLine);
        return totals.Unreadable.Count == 0 ? 0 : 1;
    }

    private static void Row(string name, long count) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} {count,9}"));
}
