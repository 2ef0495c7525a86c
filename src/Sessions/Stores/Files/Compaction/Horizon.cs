namespace Sessions.Stores.Files;

/// <summary>How far back a session's changes are kept: compaction may drop what is superseded behind the nearer of the two.</summary>
/// <param name="Age">How old.</param>
/// <param name="Versions">How many versions ago.</param>
internal readonly record struct Horizon(TimeSpan Age, long Versions)
{
    /// <summary>Thirty days, 10,000 versions.</summary>
    public static readonly Horizon Default = new(TimeSpan.FromDays(30), 10_000);

    /// <summary>From what users set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One of the two is no distance.</exception>
    public static Horizon Of(TimeSpan horizonAge, int horizonVersions)
    {
        if (horizonAge == Timeout.InfiniteTimeSpan)
        {
            horizonAge = TimeSpan.MaxValue;
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(horizonAge, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizonVersions);
        return new Horizon(horizonAge, horizonVersions == int.MaxValue ? long.MaxValue : horizonVersions);
    }

    /// <summary>Reads what a log is to be compacted by.</summary>
    public CompactionRule RuleFor(LogFile file, Session view, long now) => new(
        view.Version - Math.Min(Versions, view.Version),
        now - Math.Min(Age.Ticks, now),
        LogKeys.Read(file, view) is [var oldest, ..] ? oldest.FirstVersion : long.MaxValue);
}
