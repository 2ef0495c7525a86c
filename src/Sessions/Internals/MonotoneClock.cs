namespace Sessions;

/// <summary>A clock that never goes back: one that is set back must not revive what has expired.</summary>
internal sealed class MonotoneClock(TimeProvider time)
{
    private long _latest;

    /// <summary>UTC ticks in whole microseconds.</summary>
    public long Now
    {
        get
        {
            var now = Instants.From(time.GetUtcNow());
            var latest = Volatile.Read(ref _latest);
            while (now > latest)
            {
                var seen = Interlocked.CompareExchange(ref _latest, now, latest);
                if (seen == latest)
                {
                    return now;
                }

                latest = seen;
            }

            return latest;
        }
    }
}
