namespace Sessions.Benchmarks.Quick;

/// <summary>One line of the table.</summary>
/// <param name="Operation">What was measured.</param>
/// <param name="Ours">Our figure.</param>
/// <param name="Limit">That of the yardstick in the same run.</param>
/// <param name="Ratio">Ours in terms of the yardstick's.</param>
/// <param name="Target">What ours is to be.</param>
/// <param name="Met">Whether it is.</param>
internal sealed record Row(string Operation, string Ours, string Limit, string Ratio, string Target, bool Met);
