using FluentAssertions;
using Sessions.Testing;
using Xunit;

namespace Sessions.Tests.Clock;

public sealed class FakeTimeProviderTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Time_stands_still_until_it_is_moved()
    {
        var (now, timestamp) = (_time.GetUtcNow(), _time.GetTimestamp());
        _time.GetUtcNow().Should().Be(now);
        _time.Advance(TimeSpan.FromMinutes(1));
        _time.GetUtcNow().Should().Be(now + TimeSpan.FromMinutes(1));
        _time.GetElapsedTime(timestamp).Should().Be(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Set_back_the_clock_shows_less_and_no_time_has_passed()
    {
        var (now, timestamp) = (_time.GetUtcNow(), _time.GetTimestamp());
        var fired = 0;
        using var timer = _time.CreateTimer(_ => fired++, null, TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan);
        _time.SetUtcNow(now - TimeSpan.FromDays(1));
        _time.GetUtcNow().Should().Be(now - TimeSpan.FromDays(1));
        _time.GetElapsedTime(timestamp).Should().Be(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromMinutes(1));
        fired.Should().Be(1, "a timer measures time that passes, not what the clock shows");
        _time.SetUtcNow(now);
        _time.GetElapsedTime(timestamp).Should().Be(TimeSpan.FromDays(1));
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_instants_and_see_them()
    {
        var start = _time.GetUtcNow();
        var fired = new List<string>();
        using var late = _time.CreateTimer(_ => fired.Add($"late {(_time.GetUtcNow() - start).TotalSeconds}"), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using var often = _time.CreateTimer(_ => fired.Add($"often {(_time.GetUtcNow() - start).TotalSeconds}"), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(7));
        fired.Should().Equal("often 2", "often 4", "late 5", "often 6");
        often.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromSeconds(10));
        fired.Should().HaveCount(4);
    }

    [Fact]
    public async Task Periodic_timers_and_delays_follow_it()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10), _time);
        var tick = timer.WaitForNextTickAsync().AsTask();
        var delay = Task.Delay(TimeSpan.FromSeconds(10), _time);
        using var ends = new CancellationTokenSource(TimeSpan.FromSeconds(10), _time);
        _time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        (tick.IsCompleted, delay.IsCompleted, ends.IsCancellationRequested).Should().Be((false, false, false));
        _time.Advance(TimeSpan.FromTicks(1));
        await delay;
        (await tick).Should().BeTrue();
        ends.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public async Task A_timer_that_is_due_at_once_fires_at_once()
    {
        var fired = new TaskCompletionSource();
        await using var timer = _time.CreateTimer(_ => fired.TrySetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await fired.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_disposed_timer_is_silent()
    {
        var fired = 0;
        var timer = _time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        timer.Dispose();
        timer.Change(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)).Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(5));
        fired.Should().Be(0);
    }

    [Fact]
    public void Time_is_not_advanced_backwards() =>
        _time.Invoking(time => time.Advance(TimeSpan.FromTicks(-1))).Should().Throw<ArgumentOutOfRangeException>();
}
