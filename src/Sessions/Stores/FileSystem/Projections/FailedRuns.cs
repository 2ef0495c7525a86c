namespace Sessions.Stores.FileSystem;

/// <summary>Sessions whose projections could not be written, and when to try again: ever more seldom, up to once a minute.</summary>
internal sealed class FailedRuns(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Dictionary<SessionKey, (TimeSpan Delay, long Since)> _failed = [];

    public int Count => _failed.Count;

    public void Add(SessionKey key)
    {
        var delay = _failed.TryGetValue(key, out var before) ? before.Delay * 2 : First;
        _failed[key] = (delay < Longest ? delay : Longest, time.GetTimestamp());
    }

    public void Remove(SessionKey key) => _failed.Remove(key);

    /// <summary>Those whose time has come; all of them where nobody will come again.</summary>
    public List<SessionKey> Due(bool all)
    {
        var due = new List<SessionKey>();
        foreach (var (key, (delay, since)) in _failed)
        {
            if (all || time.GetElapsedTime(since) >= delay)
            {
                due.Add(key);
            }
        }

        return due;
    }
}
