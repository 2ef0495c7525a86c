namespace Sessions.Stores.Files;

/// <summary>How far back a session's changes are kept: compaction may drop what is superseded behind the nearer of the two.</summary>
/// <param name="Age">How old.</param>
/// <param name="Versions">How many versions ago.</param>
internal readonly record struct Horizon(TimeSpan Age, long Versions)
{
    /// <summary>Thirty days, 10,000 versions.</summary>
    public static readonly Horizon Default = new(TimeSpan.FromDays(30), 10_000);

    /// <summary>From what users set, which <see cref="FileStoreRules"/> has checked.</summary>
    public static Horizon Of(TimeSpan age, int versions) => new(
        age == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : age,
        versions == int.MaxValue ? long.MaxValue : versions);

    /// <summary>Reads what a log is to be compacted by.</summary>
    public CompactionRule RuleFor(LogFile file, Session view, long now) => new(
        view.Version - Math.Min(Versions, view.Version),
        now - Math.Min(Age.Ticks, now),
        LogKeys.Read(file, view) is [var oldest, ..] ? oldest.FirstVersion : long.MaxValue);
}
