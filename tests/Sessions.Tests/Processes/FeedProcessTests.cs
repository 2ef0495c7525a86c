using FluentAssertions;
using Sessions.TestProcess;
using Xunit;

namespace Sessions.Tests.Processes;

/// <summary>A feed in one process of what another writes.</summary>
[Collection(ProcessTests.Name)]
public sealed class FeedProcessTests : StoreDirectory
{
    private const string Session = "watched";

    [Theory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task What_was_missed_and_what_comes_is_told_in_order_until_the_session_is_deleted(string kind)
    {
        const int Commits = 1500;
        await using var store = TestStores.Open(kind, Store);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = Session });
        await AppendAsync(manager, Commits / 2);
        await using var watcher = await ChildProcess.StartReadyAsync("watch", kind, Store, Session, "0");
        (await watcher.ReadLineAsync()).Should().Be("1 created");
        var writing = Task.Run(() => AppendAsync(manager, Commits / 2));
        await ShouldTellAsync(watcher, from: 2, through: 1 + (2 * Commits));
        await writing;
        (await manager.DeleteAsync(Session)).Should().BeTrue();
        await manager.CreateAsync(new NewSession { Id = Session });
        (await watcher.ReadLineAsync()).Should().Be("ended Deleted");
        (await watcher.WaitForExitAsync()).Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task A_slow_reader_holds_nobody_up_and_misses_nothing(string kind)
    {
        const int Commits = 1000;
        await using var store = TestStores.Open(kind, Store);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = Session });
        await using var watcher = await ChildProcess.StartReadyAsync("watch", kind, Store, Session, "0", "slow");
        (await watcher.ReadLineAsync()).Should().Be("1 created");

        // The watcher stands still until it is told to go on; all of this is written meanwhile.
        await AppendAsync(manager, Commits);
        await watcher.WriteLineAsync("next");
        await ShouldTellAsync(watcher, 2, 2);
        await AppendAsync(manager, Commits);
        await watcher.WriteLineAsync("run");
        await ShouldTellAsync(watcher, 3, 1 + (4 * Commits));
    }

    [Theory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task It_ends_when_the_session_expires(string kind)
    {
        await using var store = TestStores.Open(kind, Store);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = Session, IdleTimeout = TimeSpan.FromSeconds(5) });
        await using var watcher = await ChildProcess.StartReadyAsync("watch", kind, Store, Session, "0");
        (await watcher.ReadLineAsync()).Should().Be("1 created");
        await manager.UpdateAsync(Session, update => update.SetExpiry(TimeSpan.FromMilliseconds(300)));
        (await watcher.ReadLineAsync()).Should().Be("2 expiry");
        (await watcher.ReadLineAsync()).Should().Be("ended Expired");
        (await manager.FindAsync(Session)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task It_goes_on_after_a_version_in_a_process_that_takes_over(string kind)
    {
        await using var store = TestStores.Open(kind, Store);
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = Session });
        await AppendAsync(manager, 20);
        await using (var first = await ChildProcess.StartReadyAsync("watch", kind, Store, Session, "0"))
        {
            (await first.ReadLineAsync()).Should().Be("1 created");
            await ShouldTellAsync(first, 2, 11);
            await first.KillAsync();
        }

        await using var second = await ChildProcess.StartReadyAsync("watch", kind, Store, Session, "11");
        await ShouldTellAsync(second, 12, 41);
        await AppendAsync(manager, 5);
        await ShouldTellAsync(second, 42, 51);
    }

    private static async Task AppendAsync(SessionManager manager, int commits)
    {
        for (var i = 0; i < commits; i++)
        {
            await manager.UpdateAsync(Session, update => update.AppendMessage(NewMessage.User($"message {i}")).SetState("i", i));
        }
    }

    /// <summary>Each commit is a message and a state, so that the kinds alternate.</summary>
    private static async Task ShouldTellAsync(ChildProcess watcher, long from, long through)
    {
        for (var version = from; version <= through; version++)
        {
            (await watcher.ReadLineAsync()).Should().Be($"{version} {(version % 2 == 0 ? "message" : "state")}");
        }
    }
}
