namespace Sessions.Stores.InMemory;

/// <summary>
/// Sessions by the instant at which cleanup may first have to do with them, so that a pass costs what is due and not what
/// exists. A session that was used since is found due too early, looked at, and put back for its new instant: once per idle
/// timeout, and not once per use. It knows names only, so that a session deleted before its time is not kept in memory
/// until then.
/// </summary>
internal sealed class DeadlineIndex
{
    private readonly PriorityQueue<SessionKey, long> _queue = new();
    private readonly Lock _lock = new();

    public void Add(SessionKey key, long deadline)
    {
        lock (_lock)
        {
            _queue.Enqueue(key, deadline);
        }
    }

    /// <summary>Takes the next session whose deadline has come; the caller looks at it and adds it anew if it stays.</summary>
    public bool TryTakeDue(long now, out SessionKey key, out long deadline)
    {
        lock (_lock)
        {
            if (_queue.TryPeek(out key, out deadline) && deadline <= now)
            {
                _queue.Dequeue();
                return true;
            }

            return false;
        }
    }
}
