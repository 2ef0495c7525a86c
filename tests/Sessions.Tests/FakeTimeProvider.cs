namespace Sessions.Tests;

/// <summary>
/// A clock that stands still until it is moved. Timers fire, in the order of their instants, while it is moved forward, on
/// the thread that moves it. Safe for any number of threads.
/// </summary>
internal sealed class FakeTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _now;
    private long _timestamp;

    /// <summary>Makes a clock.</summary>
    /// <param name="start">What it shows at first; the beginning of 2026 (UTC) when left out.</param>
    public FakeTimeProvider(DateTimeOffset? start = null) =>
        _now = start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>UTC, always.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Timestamps count ticks of 100 nanoseconds.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    /// <summary>The time that has passed; it never goes back, even when the clock is set back.</summary>
    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _timestamp;
        }
    }

    /// <summary>Lets time pass, and fires the timers that come due in it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative; to set the clock back use <see cref="SetUtcNow"/>.</exception>
    public void Advance(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        long target;
        lock (_lock)
        {
            target = _timestamp + duration.Ticks;
        }

        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>
    /// Sets the clock. Forward is as <see cref="Advance"/>; backward is what an operator does to a machine: the clock shows
    /// less, no time passes, and no timer notices.
    /// </summary>
    public void SetUtcNow(DateTimeOffset now)
    {
        TimeSpan forward;
        lock (_lock)
        {
            forward = now - _now;
            if (forward < TimeSpan.Zero)
            {
                _now = now;
                return;
            }
        }

        Advance(forward);
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private FakeTimer? TakeDue(long target)
    {
        lock (_lock)
        {
            FakeTimer? first = null;
            foreach (var timer in _timers)
            {
                if (timer.Due <= target && (first is null || timer.Due < first.Due))
                {
                    first = timer;
                }
            }

            MoveTo(first?.Due ?? target);
            first?.Rearm();
            return first;
        }
    }

    private void MoveTo(long timestamp)
    {
        if (timestamp > _timestamp)
        {
            _now += TimeSpan.FromTicks(timestamp - _timestamp);
            _timestamp = timestamp;
        }
    }

    private sealed class FakeTimer(FakeTimeProvider owner, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;
        private bool _disposed;

        public long Due { get; private set; } = long.MaxValue;

        public void Fire() => callback(state);

        /// <summary>The owner's lock is held.</summary>
        public void Rearm()
        {
            Due = _period > TimeSpan.Zero ? Due + _period.Ticks : long.MaxValue;
            if (Due == long.MaxValue)
            {
                owner._timers.Remove(this);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._lock)
            {
                if (_disposed)
                {
                    return false;
                }

                _period = period;
                owner._timers.Remove(this);
                Due = dueTime < TimeSpan.Zero ? long.MaxValue : owner._timestamp + dueTime.Ticks;
                if (Due > owner._timestamp)
                {
                    Keep();
                    return true;
                }

                Rearm();
                Keep();
            }

            // As with the system's timers, one that is due at once fires without anybody's waiting, and never on this stack.
            ThreadPool.QueueUserWorkItem(static timer => timer.Fire(), this, preferLocal: false);
            return true;
        }

        public void Dispose()
        {
            lock (owner._lock)
            {
                _disposed = true;
                owner._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Keep()
        {
            if (Due != long.MaxValue)
            {
                owner._timers.Add(this);
            }
        }
    }
}
