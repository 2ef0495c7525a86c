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

    private static readonly TimeSpan s_duration = TestSeed.Long ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(3);

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
        var (kills, stops) = (0, 0);
        while (kills < 4 || stops < 4 || Stopwatch.GetElapsedTime(began) < s_duration)
        {
            await fleet.AdvanceAsync(random.Next(1, 60_000));
            var victim = random.Next(Processes);
            if (random.Next(2) == 0)
            {
                await fleet.KillAndReplaceAsync(victim);
                kills++;
            }
            else
            {
                fleet.Suspend(victim);
                await fleet.StandStillAsync(random.Next(100_000));
                fleet.Resume(victim);
                stops++;
            }
        }

        output.WriteLine($"{kills} killed, {stops} stopped and continued");
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
