using System.Collections.Concurrent;

namespace Sessions.Stores.Files;

/// <summary>The logs that are at hand, within a bound: the least used are closed to make room.</summary>
internal sealed class SessionLogs(FileEngine engine, int capacity)
{
    private readonly ConcurrentDictionary<SessionKey, SessionLog> _logs = new();
    private int _count;
    private int _sweeping;

    public SessionLog? Find(SessionKey key)
    {
        if (!_logs.TryGetValue(key, out var log))
        {
            return null;
        }

        // Written only when it changes: all cores read it.
        if (!log.WasUsed)
        {
            log.WasUsed = true;
        }

        return log;
    }

    public SessionLog Get(SessionKey key)
    {
        if (Find(key) is { } known)
        {
            return known;
        }

        var made = new SessionLog(engine, key);
        var log = _logs.GetOrAdd(key, made);
        if (ReferenceEquals(log, made) && Interlocked.Increment(ref _count) > capacity)
        {
            MakeRoom();
        }

        return log;
    }

    /// <summary>Closes a log, if nobody is at work on it.</summary>
    public void Drop(SessionLog log)
    {
        if (log.TryClose() && _logs.TryRemove(KeyValuePair.Create(log.Key, log)))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    public void CloseAll()
    {
        foreach (var (_, log) in _logs)
        {
            Drop(log);
        }
    }

    private void MakeRoom()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) != 0)
        {
            return;
        }

        // A second look finds those that the first one only marked, so two are always enough.
        var enough = capacity - (capacity / 8);
        for (var round = 0; round < 2 && Volatile.Read(ref _count) > enough; round++)
        {
            foreach (var (_, log) in _logs)
            {
                if (Volatile.Read(ref _count) <= enough)
                {
                    break;
                }

                if (log.WasUsed && round == 0)
                {
                    log.WasUsed = false;
                }
                else
                {
                    Drop(log);
                }
            }
        }

        Volatile.Write(ref _sweeping, 0);
    }
}
