using FluentAssertions;
using Sessions.Stores.InMemory;
using Sessions.Testing;
using Xunit;

namespace Sessions.Tests.InMemory;

/// <summary>Those who listen for the loss of a lease make mistakes of their own.</summary>
public sealed class LostLeaseTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Who_throws_at_the_loss_of_a_lease_does_not_hide_the_result_of_the_work()
    {
        await using var store = new InMemoryStore(time: _clock);
        var manager = new SessionManager(store, time: _clock);
        await manager.CreateAsync(new NewSession { Id = "s" });
        var lease = await manager.AcquireLeaseAsync("s");
        await using var listener = lease.Lost.Register(() => throw new InvalidTimeZoneException("the listener's own"));
        await manager.ForceReleaseLeaseAsync("s");
        _clock.Advance(SessionsOptions.DefaultLeaseHeartbeat);
        SpinWait.SpinUntil(() => lease.IsLost, TimeSpan.FromSeconds(30)).Should().BeTrue();
        await FluentActions.Awaiting(async () => await lease.DisposeAsync()).Should().NotThrowAsync();
    }

    [Fact]
    public async Task Who_throws_at_the_loss_of_a_lease_does_not_take_the_place_of_the_refusal()
    {
        await using var store = new InMemoryStore(time: _clock);
        var manager = new SessionManager(store, time: _clock);
        await manager.CreateAsync(new NewSession { Id = "s" });
        await using var lease = await manager.AcquireLeaseAsync("s");
        await using var listener = lease.Lost.Register(() => throw new InvalidTimeZoneException("the listener's own"));
        await manager.ForceReleaseLeaseAsync("s");
        await FluentActions.Awaiting(async () => await lease.RenewAsync()).Should().ThrowAsync<LeaseLostException>();
        lease.IsLost.Should().BeTrue();
    }
}
