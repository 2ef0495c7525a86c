using FluentAssertions;
using Sessions.Stores.Files;
using Sessions.TestProcess;
using Xunit;

namespace Sessions.Tests.Processes;

/// <summary>Leases between two processes: exclusive, fenced, released by force, waited for.</summary>
[Collection(ProcessTests.Name)]
public sealed class LeaseProcessTests : StoreDirectory
{
    private const string Session = "leased";

    [Theory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task One_process_holds_it_and_the_other_is_told_so(string kind)
    {
        await CreateAsync(kind);
        await using var first = await StartAsync(kind);
        await using var second = await StartAsync(kind);
        var token = Token(await first.AskAsync("acquire"));
        (await second.AskAsync("acquire")).Should().Be(nameof(SessionBusyException));
        (await second.AskAsync("acquire 60")).Should().Be(nameof(SessionBusyException), "its wait is over before the lease");
        (await first.AskAsync("commit mine")).Should().StartWith("done ");
        (await first.AskAsync("release")).Should().Be("released");
        Token(await second.AskAsync("acquire")).Should().BeGreaterThan(token);
        (await first.AskAsync("commit late")).Should().Be(nameof(LeaseLostException));
        (await second.AskAsync("commit theirs")).Should().StartWith("done ");
        await ShouldHoldAsync(kind, "mine", "theirs");
    }

    [Theory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task A_waiting_process_gets_it_when_it_is_released(string kind)
    {
        await CreateAsync(kind);
        await using var first = await StartAsync(kind);
        await using var second = await StartAsync(kind);
        var token = Token(await first.AskAsync("acquire"));
        var waiting = second.AskAsync("acquire 50000");
        (await first.AskAsync("commit before")).Should().StartWith("done ");
        waiting.IsCompleted.Should().BeFalse();
        (await first.AskAsync("release")).Should().Be("released");
        Token(await waiting).Should().BeGreaterThan(token);
    }

    [Theory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task A_stopped_holder_that_wakes_after_its_lease_went_to_another_is_refused(string kind)
    {
        await CreateAsync(kind);
        await using var sleeper = await StartAsync(kind, lifetime: 1500, heartbeat: 700);
        await using var second = await StartAsync(kind);
        var token = Token(await sleeper.AskAsync("acquire"));

        (await second.AskAsync("acquire")).Should().Be(nameof(SessionBusyException));

        // Its heartbeats and its catalog take locks at any moment: with one of them in hand, it would keep the other out for ever.
        using (var locks = FileLockSet.Open(Store))
        {
            await sleeper.SuspendWithoutAsync(locks, FileLockSet.Catalog, StripeHash.StripeOf("", Session));
        }

        Token(await second.AskAsync("acquire 50000")).Should().BeGreaterThan(token);
        (await second.AskAsync("commit new")).Should().StartWith("done ");
        sleeper.Resume();
        (await sleeper.AskAsync("commit stale")).Should().Be(nameof(LeaseLostException));
        (await sleeper.AskAsync("lost")).Should().Be("lost");
        (await sleeper.AskAsync("release")).Should().Be("released", "releasing what is not one's own does nothing");
        (await second.AskAsync("commit newer")).Should().StartWith("done ");
        await ShouldHoldAsync(kind, "new", "newer");
    }

    [Theory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task A_killed_holder_loses_it_when_it_runs_out(string kind)
    {
        await CreateAsync(kind);
        await using var first = await StartAsync(kind, lifetime: 1000, heartbeat: 400);
        await using var second = await StartAsync(kind);
        var token = Token(await first.AskAsync("acquire"));
        await first.KillAsync();
        Token(await second.AskAsync("acquire 50000")).Should().BeGreaterThan(token);
    }

    [Theory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task A_forced_release_reaches_the_holder_in_the_other_process(string kind)
    {
        await CreateAsync(kind);
        await using var holder = await StartAsync(kind, lifetime: 20_000, heartbeat: 50);
        await using var administrator = await StartAsync(kind);
        Token(await holder.AskAsync("acquire")).Should().BePositive();
        (await administrator.AskAsync("force")).Should().Be("forced");
        (await holder.AskAsync("lost")).Should().Be("lost");
        (await holder.AskAsync("commit late")).Should().Be(nameof(LeaseLostException));
        Token(await administrator.AskAsync("acquire")).Should().BePositive("no renewal of the old holder undid it");
        await ShouldHoldAsync(kind);
    }

    [Theory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task Turns_of_two_processes_never_overlap(string kind)
    {
        const int Tasks = 3, Turns = 15;
        await CreateAsync(kind);
        Task<ChildProcess> StartAsync() => ChildProcess.StartReadyAsync("lease-turns", kind, Store, Session, Beside("number"), $"{Tasks}", $"{Turns}");
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await first.WriteLineAsync("go");
        await second.WriteLineAsync("go");
        await first.ReadLineAsync();
        await second.ReadLineAsync();

        await using var store = TestStores.Open(kind, Store);
        var messages = await new SessionManager(store).ReadNewerMessagesAsync(Session, 0, 1000);
        var said = messages.Select(message => message.Content!.Split(' ').Select(long.Parse).ToArray()).ToArray();
        said.Select(numbers => numbers[0]).Should().Equal(Enumerable.Range(1, 2 * Tasks * Turns).Select(i => (long)i), "no addition was lost");
        said.Select(numbers => numbers[1]).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }

    private static long Token(string answer)
    {
        answer.Should().StartWith("held ");
        return long.Parse(answer["held ".Length..]);
    }

    private async Task CreateAsync(string kind)
    {
        await using var store = TestStores.Open(kind, Store);
        await new SessionManager(store).CreateAsync(new NewSession { Id = Session });
    }

    private Task<ChildProcess> StartAsync(string kind, int lifetime = 30_000, int heartbeat = 10_000) =>
        ChildProcess.StartReadyAsync("lease", kind, Store, Session, $"{lifetime}", $"{heartbeat}");

    private async Task ShouldHoldAsync(string kind, params string[] messages)
    {
        await using var store = TestStores.Open(kind, Store);
        (await new SessionManager(store).ReadNewestMessagesAsync(Session)).Select(message => message.Content).Should().Equal(messages);
    }
}
