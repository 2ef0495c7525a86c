using System.Diagnostics;
using System.Globalization;
using FluentAssertions;
using Sessions.Stores;
using Sessions.TestProcess;
using Sessions.TestProcess.Torture;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Tests.Processes;

/// <summary>Processes that compact all the time, and drop all they may, are killed at any step of it.</summary>
[Collection(ProcessTests.Name)]
public sealed class ShrinkProcessTests(ITestOutputHelper output) : StoreDirectory
{
    private const int Processes = 2;
    private const int Tasks = 3;

    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(TestSeed.Long ? 20 : 3);

    [Theory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task What_was_answered_stays_whoever_is_killed_while_compacting(string kind)
    {
        var seed = TestSeed.Next(output) % 1_000_000;
        var random = new Random(seed);
        await using (var store = TestStores.OpenShrinking(kind, Store, flush: false))
        {
            foreach (var id in ShrinkTask.Sessions)
            {
                await new SessionManager(store).ForUser(ShrinkTask.User).CreateAsync(new NewSession { Id = id, NoIdleTimeout = true });
            }
        }

        var children = new ChildProcess[Processes];
        var kills = 0;
        try
        {
            var began = Stopwatch.GetTimestamp();
            for (var round = 0; kills < 3 || Stopwatch.GetElapsedTime(began) < s_duration; round++)
            {
                var place = round % Processes;
                if (children[place] is { } child)
                {
                    // How far it comes is left to chance, which is what a kill at any step takes.
                    var answers = Answers().Count;
                    var goal = answers + random.Next(200);
                    SpinWait.SpinUntil(() => child.HasExited || Answers().Count >= goal, TimeSpan.FromSeconds(60)).Should().BeTrue();
                    child.HasExited.Should().BeFalse("it would have seen what nobody may see");
                    await child.KillAsync();
                    await child.DisposeAsync();
                    kills++;
                }

                children[place] = await ChildProcess.StartReadyAsync("shrink", kind, Store, Beside($"log-{round}"), $"{seed + (round * 10)}", $"{Tasks}");
            }

            foreach (var child in children)
            {
                (await child.AskAsync("stop")).Should().Be("done");
                (await child.WaitForExitAsync()).Should().Be(0);
            }
        }
        finally
        {
            foreach (var child in children)
            {
                if (child is not null)
                {
                    await child.DisposeAsync();
                }
            }
        }

        output.WriteLine($"{kills} killed, {Answers().Count} answered");
        await VerifyAsync(kind);
    }

    private async Task VerifyAsync(string kind)
    {
        await using var store = TestStores.OpenShrinking(kind, Store, flush: false);
        var manager = new SessionManager(store).ForUser(ShrinkTask.User);
        foreach (var id in ShrinkTask.Sessions)
        {
            var view = await manager.GetAsync(id);
            var mine = Answers().Where(line => line[1] == id).ToList();
            var messages = await manager.ReadNewestMessagesAsync(id, 10_000);
            var found = messages.Select(message => message.Content!.Split(' ')[0]).ToList();
            found.Should().OnlyHaveUniqueItems();
            messages.Select(message => message.Ordinal).Should().Equal(Enumerable.Range(1, found.Count).Select(ordinal => (long)ordinal));
            mine.Where(line => line[0] == "message").Select(line => line[2]).Except(found).Should().BeEmpty();
            foreach (var state in mine.Where(line => line[0] == "state").GroupBy(line => line[2]))
            {
                var last = state.Max(line => int.Parse(line[3], CultureInfo.InvariantCulture));
                int.Parse(view.State[state.Key].Value.ToString(), CultureInfo.InvariantCulture).Should().BeGreaterThanOrEqualTo(last);
            }

            await ((ICompactingStore)store).CompactAsync(view.Key);
            (await manager.ReadNewestMessagesAsync(id, 10_000)).Select(message => message.Content!.Split(' ')[0]).Should().Equal(found);
        }
    }

    private List<string[]> Answers() =>
    [
        .. Directory.EnumerateFiles(Beside(""), "log-*").SelectMany(path => Acknowledgements.Read(path)),
    ];
}
