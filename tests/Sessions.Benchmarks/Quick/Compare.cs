namespace Sessions.Benchmarks.Quick;

/// <summary>Rows that hold a figure against its target and against the yardstick.</summary>
internal static class Compare
{
    public static Row Time(string operation, Figure ours, Figure limit, double atMost) => new(
        operation,
        Format.Time(ours.Nanoseconds),
        Format.Time(limit.Nanoseconds),
        Format.Times(ours.Nanoseconds / limit.Nanoseconds),
        $"<= {Format.Time(atMost)}",
        ours.Nanoseconds <= atMost);

    public static Row Bytes(string operation, Figure ours, Figure limit, double itself, double atMost) => new(
        operation,
        Format.Bytes(ours.Bytes - itself),
        Format.Bytes(limit.Bytes - itself),
        "",
        $"<= {Format.Bytes(atMost)}",
        ours.Bytes - itself <= atMost);

    public static Row Rate(string operation, Figure ours, Figure limit, double atLeast) => new(
        operation,
        Format.Rate(ours.Nanoseconds),
        Format.Rate(limit.Nanoseconds),
        Format.Times(limit.Nanoseconds / ours.Nanoseconds),
        $">= {Format.Rate(1e9 / atLeast)}",
        1e9 / ours.Nanoseconds >= atLeast);

    /// <summary>The rate of ours as a share of the yardstick's.</summary>
    public static Row Share(string operation, Figure ours, Figure limit, double atLeast)
    {
        var ratio = limit.Nanoseconds / ours.Nanoseconds;
        return new Row(
            operation,
            Format.Rate(ours.Nanoseconds),
            Format.Rate(limit.Nanoseconds),
            Format.Times(ratio),
            $">= {Format.Times(atLeast)}",
            ratio >= atLeast);
    }

    /// <summary>The time of what is larger in terms of that of what is smaller: size is to make no difference.</summary>
    public static Row Flat(string operation, Figure larger, Figure smaller, double atMost)
    {
        var ratio = larger.Nanoseconds / smaller.Nanoseconds;
        return new Row(
            operation,
            Format.Time(larger.Nanoseconds),
            Format.Time(smaller.Nanoseconds),
            Format.Times(ratio),
            $"<= {Format.Times(atMost)}",
            ratio <= atMost);
    }
}
