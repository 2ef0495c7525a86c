namespace Sessions;

/// <summary>What a session's invocations come to.</summary>
/// <param name="Count">How many were linked.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="Duration">How long they ran, all together.</param>
/// <param name="Tools">The tools used, in ordinal order, with their counts; at most <see cref="MaxTools"/> names.</param>
public sealed record InvocationTotals(long Count, long Failed, TimeSpan Duration, IReadOnlyDictionary<string, long> Tools)
{
    /// <summary>How many tools a view names. Invocations of further tools count in the totals and are read from the log by name.</summary>
    /// <value>256</value>
    public const int MaxTools = 256;

    internal static readonly InvocationTotals None = new(0, 0, TimeSpan.Zero, SortedMap<long>.Empty);

    internal InvocationTotals With(Invocation invocation)
    {
        var tools = (SortedMap<long>)Tools;
        if (tools.TryGetValue(invocation.Tool, out var count) || tools.Count < MaxTools)
        {
            tools = tools.Set(invocation.Tool, count + 1);
        }

        return new InvocationTotals(
            Count + 1,
            Failed + (invocation.Outcome == InvocationOutcome.Failed ? 1 : 0),
            Sum(Duration, invocation.Duration),
            tools);
    }

    private static TimeSpan Sum(TimeSpan total, TimeSpan duration) => duration <= TimeSpan.MaxValue - total
        ? total + duration
        : throw new OverflowException(
            $"A session's invocations last up to {TimeSpan.MaxValue} together; with {duration} more they would last longer. Check the durations that are linked.");
}
