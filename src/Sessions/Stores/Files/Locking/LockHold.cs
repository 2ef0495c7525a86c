namespace Sessions.Stores.Files;

/// <summary>The right to be alone, in all processes, until it is released. Release it exactly once.</summary>
internal readonly struct LockHold : IDisposable, IEquatable<LockHold>
{
    private readonly StripeLock _lock;
    private readonly long _turn;

    internal LockHold(StripeLock @lock, long turn)
    {
        _lock = @lock;
        _turn = turn;
    }

    /// <summary>
    /// Changes whenever this process got the lock from the kernel, and never repeats within the process.
    /// While it is the same as at the last look, no other process has been in between, so what was learnt then
    /// about the files behind this lock still holds.
    /// </summary>
    public long Epoch => _lock.Epoch;

    /// <summary>
    /// As <see cref="Epoch"/>, for one of several who use the lock within this process and know nothing of each other's
    /// work: it has also changed when another of them was in between.
    /// </summary>
    public long EpochFor(object user) => _lock.EpochFor(user);

    /// <summary>Lets the next one in.</summary>
    /// <exception cref="InvalidOperationException">It was released before.</exception>
    public void Release() => _lock.Release(_turn);

    /// <inheritdoc/>
    public void Dispose() => Release();

    /// <inheritdoc/>
    public bool Equals(LockHold other) => _lock == other._lock && _turn == other._turn;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LockHold other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_lock, _turn);
}
