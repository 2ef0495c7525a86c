namespace Sessions.Stores.Files;

/// <summary>
/// What a lock file says to the processes that share it. It serves fairness alone: whatever stands here,
/// also after a crash, a restart of the machine or a full disk, nobody enters without the lock.
/// </summary>
/// <param name="WantedUntil">
/// Until when somebody waits, in <see cref="Environment.TickCount64"/>, which counts alike in all processes of a machine.
/// Renewed while they wait, so the wish of a process that died is soon over.
/// </param>
/// <param name="LastTurn">Changes each time that somebody got the lock whose turn it was.</param>
internal readonly record struct LockLine(long WantedUntil, long LastTurn)
{
    /// <summary>Bytes in the file.</summary>
    public const int Size = 16;

    /// <summary>How long a wish lasts unless renewed, in milliseconds.</summary>
    public const int WishLifetime = 20;

    /// <summary>Whether somebody waits. A time too far ahead was left from before the machine's last start.</summary>
    public bool IsWanted(long now) => WantedUntil > now && WantedUntil <= now + WishLifetime;
}
