namespace Sessions;

/// <summary>
/// Instants are held as UTC ticks cut to whole microseconds, the finest that every store can keep:
/// what is read back, copied or imported is equal everywhere.
/// </summary>
internal static class Instants
{
    public const long Never = long.MaxValue;

    public static long From(DateTimeOffset instant)
    {
        var ticks = instant.UtcTicks;
        return ticks - (ticks % TimeSpan.TicksPerMicrosecond);
    }

    public static DateTimeOffset ToOffset(long ticks) => new(ticks, TimeSpan.Zero);

    public static DateTimeOffset? ToOptional(long ticks) => ticks is Never or 0 ? null : ToOffset(ticks);

    /// <summary>An instant later by a duration, never past the end of the calendar.</summary>
    public static long Add(long ticks, TimeSpan duration) =>
        ticks > DateTime.MaxValue.Ticks - duration.Ticks ? Never : ticks + duration.Ticks;
}
