using System.Diagnostics;

namespace Sessions.Sql;

/// <summary>
/// The time by which sessions expire and leases run out. It is the database's, so that machines with wrong clocks do each other no
/// harm: every answer tells it, and between two answers it is counted on from the last. It never goes back.
/// </summary>
/// <param name="given">A clock that is used instead; null for the database's.</param>
/// <param name="dialect">The engine.</param>
internal sealed class SqlClock(TimeProvider? given, SqlDialect dialect)
{
    private readonly MonotoneClock? _given = given is null ? null : new MonotoneClock(given);
    private readonly Lock _lock = new();
    private long _told = Instants.From(DateTimeOffset.UnixEpoch);
    private long _toldAt;
    private long _latest;

    /// <summary>The time in a statement.</summary>
    public string Expression => _given is null ? dialect.Now : "@now";

    /// <summary>The value for it; null where the database knows by itself.</summary>
    public object? Parameter => _given is null ? null : dialect.Instant(_given.Now);

    public bool IsKnown => _given is not null || Volatile.Read(ref _toldAt) != 0;

    /// <summary>UTC ticks in whole microseconds.</summary>
    public long Now
    {
        get
        {
            if (_given is not null)
            {
                return _given.Now;
            }

            lock (_lock)
            {
                var now = _told + Stopwatch.GetElapsedTime(_toldAt).Ticks;
                _latest = Math.Max(_latest, now - (now % TimeSpan.TicksPerMicrosecond));
                return _latest;
            }
        }
    }

    /// <summary>The database told its time, at some moment before now.</summary>
    public void Observe(long ticks)
    {
        if (_given is not null)
        {
            return;
        }

        lock (_lock)
        {
            _told = ticks;
            _toldAt = Stopwatch.GetTimestamp();
        }
    }
}
