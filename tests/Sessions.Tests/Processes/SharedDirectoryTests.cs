using System.Diagnostics;
using FluentAssertions;
using Sessions.TestProcess;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Tests.Processes;

/// <summary>Several processes, each with several tasks, commit to the same ten sessions in one directory.</summary>
[Collection(ProcessTests.Name)]
public sealed class SharedDirectoryTests(ITestOutputHelper output) : StoreDirectory
{
    private const int Processes = 4;
    private const int Tasks = 8;

    private static readonly TimeSpan s_duration = TestSeed.Long ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(2);

    // How often a process is killed, and how often one is stopped, at the least.
    private static readonly int s_times = TestSeed.Long ? 4 : 2;

    [Theory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task Nothing_is_lost_and_all_readers_agree(string kind)
    {
        await using var fleet = new TortureFleet(kind, Store, Beside(""), TestSeed.Next(output), Tasks);
        await fleet.StartAsync(Processes);
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < s_duration)
        {
            await fleet.AdvanceAsync(1);
        }

        var answered = await fleet.StopAsync();
        answered.Should().BePositive();
        await VerifyAsync(kind, fleet, answered);
    }

    [Theory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task Nothing_is_lost_when_writers_are_killed_and_stopped(string kind)
    {
        var random = new Random(TestSeed.Next(output));
        await using var fleet = new TortureFleet(kind, Store, Beside(""), random.Next(1_000_000), Tasks);
        await fleet.StartAsync(Processes);
        var began = Stopwatch.GetTimestamp();
        // So many of each in any order, and then by chance until the time is over.
        bool[] kills = [.. Enumerable.Repeat(true, s_times), .. Enumerable.Repeat(false, s_times)];
        random.Shuffle(kills);
        var times = 0;
        for (; times < kills.Length || Stopwatch.GetElapsedTime(began) < s_duration; times++)
        {
            await fleet.AdvanceAsync(random.Next(1, 60_000));
            var victim = random.Next(Processes);
            if (times < kills.Length ? kills[times] : random.Next(2) == 0)
            {
                await fleet.KillAndReplaceAsync(victim);
            }
            else
            {
                fleet.Suspend(victim);
                await fleet.StandStillAsync(random.Next(100_000));
                fleet.Resume(victim);
            }
        }

        output.WriteLine($"{times} times one was killed, or stopped and continued");
        await VerifyAsync(kind, fleet, await fleet.StopAsync());
    }

    private async Task VerifyAsync(string kind, TortureFleet fleet, long answered)
    {
        // Two stores that have seen nothing of it: they must agree with each other through the same logs.
        for (var reader = 0; reader < 2; reader++)
        {
            await using var store = TestStores.Open(kind, Store);
            var verifier = new TortureVerifier(store);
            var faults = await verifier.FindFaultsAsync(fleet.Logs);
            output.WriteLine($"{answered} answered to those who lived, {verifier.Commits} commits found, {verifier.Compared} lines compared");
            faults.Should().BeEmpty();
        }

        if (kind == "filesystem")
        {
            await TorturedProjections.VerifyAsync(Store);
        }
    }
}
