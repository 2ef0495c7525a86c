namespace Sessions.Stores.FileSystem;

/// <summary>Settings of a <see cref="FileSystemStore"/>, read once when it is made.</summary>
public sealed class FileSystemStoreOptions
{
    /// <summary>
    /// Whether a commit is answered only when it is flushed to the disk and survives a loss of power. Without it, an answered
    /// commit survives the death of the process, but not that of the machine. Those who commit at once share a flush.
    /// Projections are never flushed: they can be made anew.
    /// </summary>
    /// <value>false</value>
    public bool FlushToDisk { get; set; }

    /// <summary>How many sessions' logs are kept open at most, one or more. The least used are closed to make room.</summary>
    /// <value>1,024</value>
    public int MaxOpenSessions { get; set; } = 1024;

    /// <summary>How long to wait for other processes that are at work on a session, at most, before a <see cref="SessionBusyException"/>.</summary>
    /// <value>10 seconds</value>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How old a change of the state is before compaction may drop it, more than zero; <see cref="Timeout.InfiniteTimeSpan"/> for
    /// never because of its age. Messages, links, lifecycle and custom events are never dropped.
    /// </summary>
    /// <value>30 days</value>
    public TimeSpan HorizonAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How many versions ago a change of the state was before compaction may drop it, one or more;
    /// <see cref="int.MaxValue"/> for never because of that.
    /// </summary>
    /// <value>10,000</value>
    public int HorizonVersions { get; set; } = 10_000;

    /// <summary>
    /// Whether <c>metadata.json</c>, <c>conversation.jsonl</c>, <c>invocations.json</c> and the links are written. Without them
    /// a session's folder holds its log alone, and projections that are there already stay as they are.
    /// </summary>
    /// <value>true</value>
    public bool Projections { get; set; } = true;

    /// <summary>
    /// Whether opening the store looks, in the background, at the projections of every session, and makes good what is missing,
    /// behind, or altered. Disposing of the store completes it. Takes some 50 µs a session.
    /// </summary>
    /// <value>true</value>
    public bool CheckProjections { get; set; } = true;
}
