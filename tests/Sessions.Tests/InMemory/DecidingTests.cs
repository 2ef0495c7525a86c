using FluentAssertions;
using Sessions.Stores;
using Sessions.Stores.InMemory;
using Sessions.Testing;
using Xunit;

namespace Sessions.Tests.InMemory;

/// <summary>What happens while the function of an update runs.</summary>
public sealed class DecidingTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_function_may_read_which_records_no_use()
    {
        await using var store = new InMemoryStore();
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        var seen = 0L;
        var after = await manager.UpdateAsync("s", update =>
        {
            var read = manager.GetAsync("s", Channel.Mcp);
            read.IsCompletedSuccessfully.Should().BeTrue();
            seen = read.Result.Version;
            update.SetState("seen", seen);
        });
        seen.Should().Be(1);
        after.Channels.Should().NotContain(used => used.Channel == Channel.Mcp);
    }

    [Fact]
    public async Task A_session_whose_end_is_brought_nearer_while_another_waits_for_it_is_not_written_to()
    {
        var clock = new FakeTimeProvider();
        await using var store = new InMemoryStore(time: clock);
        var manager = new SessionManager(store, time: clock);
        var first = await manager.CreateAsync(new NewSession { Id = "s" });
        Session? second = null;
        Thread? creator = null;
        await manager.UpdateAsync("s", update =>
        {
            var end = clock.GetUtcNow().AddSeconds(1);
            clock.Advance(TimeSpan.FromSeconds(2));
            creator = new Thread(() => second = manager.CreateAsync(new NewSession { Id = "s" }).AsTask().GetAwaiter().GetResult());
            creator.Start();
            SpinWait.SpinUntil(() => creator.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Bound).Should().BeTrue("it waits for this commit");
            update.SetExpiry(null, end);
        });
        creator!.Join(Bound).Should().BeTrue();
        second!.Incarnation.Should().NotBe(first.Incarnation);
        (await store.ReadLogAsync(second.Key, 0, 10))!.Commits.Should().ContainSingle().Which.FirstVersion.Should().Be(1);
        (await manager.CleanUpAsync()).Should().Be(1, "the first one expired");
    }

    [Fact]
    public async Task A_cancelled_call_takes_nothing_and_waits_for_nothing()
    {
        await using var store = new InMemoryStore();
        var cancelled = new CancellationToken(canceled: true);
        await FluentActions.Awaiting(async () => await store.TakeAsync(new CleanupRule(), 1, cancelled))
            .Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(async () => await store.WaitAsync(new SessionKey("s"), "x", 0, cancelled))
            .Should().ThrowAsync<OperationCanceledException>();
    }
}
