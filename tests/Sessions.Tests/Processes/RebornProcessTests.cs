using System.Diagnostics;
using FluentAssertions;
using Sessions.TestProcess;
using Sessions.TestProcess.Torture;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Tests.Processes;

/// <summary>The same few sessions are deleted and created again by several processes at once, which also watch them.</summary>
[Collection(ProcessTests.Name)]
public sealed class RebornProcessTests(ITestOutputHelper output) : StoreDirectory
{
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(TestSeed.Long ? 20 : 2);

    [Theory]
    [MemberData(nameof(SharedStores.Kinds), MemberType = typeof(SharedStores))]
    public async Task Lives_never_mix_and_none_comes_back(string kind)
    {
        const int Processes = 3;
        var seed = TestSeed.Next(output);
        var children = new List<ChildProcess>();
        try
        {
            for (var i = 0; i < Processes; i++)
            {
                children.Add(await ChildProcess.StartReadyAsync(
                    "reborn", kind, Store, Beside($"log-{i}"), Beside("dead"), $"{seed + (i * 100)}", "4"));
            }

            await GoOnAsync(children);
            foreach (var child in children)
            {
                await child.WriteLineAsync("stop");
            }

            foreach (var child in children)
            {
                var said = (await child.ReadLineAsync()).Split(' ');
                output.WriteLine($"{said[0]} deleted, {said[1]} lives watched to their end");
                int.Parse(said[1]).Should().BePositive();
                (await child.WaitForExitAsync()).Should().Be(0);
            }
        }
        finally
        {
            foreach (var child in children)
            {
                await child.DisposeAsync();
            }
        }

        await VerifyAsync(kind, [.. Enumerable.Range(0, Processes).SelectMany(i => Acknowledgements.Read(Beside($"log-{i}")))]);
    }

    /// <summary>Every life began once and ended once, but for the last of each session.</summary>
    private async Task VerifyAsync(string kind, string[][] lines)
    {
        var created = lines.Where(line => line[0] == "created").ToList();
        var deleted = lines.Where(line => line[0] == "deleted").ToList();
        output.WriteLine($"{created.Count} created, {deleted.Count} deleted");
        created.Select(line => line[2]).Should().OnlyHaveUniqueItems();
        deleted.Select(line => line[2]).Should().OnlyHaveUniqueItems();
        deleted.Select(line => line[2]).Should().BeSubsetOf(created.Select(line => line[2]));
        await using var store = TestStores.Open(kind, Store);
        var manager = new SessionManager(store);
        foreach (var id in RebornTask.Sessions)
        {
            var alive = created.Where(line => line[1] == id).Select(line => line[2]).Except(deleted.Select(line => line[2])).ToList();
            var found = await manager.FindAsync(id);
            alive.Should().Equal(found is null ? [] : [found.Incarnation]);
        }

        (await manager.CountAsync()).Should().Be(created.Count - deleted.Count);
    }

    private static async Task GoOnAsync(List<ChildProcess> children)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < s_duration)
        {
            if (children.FirstOrDefault(child => child.HasExited) is { } ended)
            {
                await ended.ReadLineAsync();
            }

            await Task.Delay(10);
        }
    }
}
