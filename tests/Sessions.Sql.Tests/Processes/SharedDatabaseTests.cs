using System.Diagnostics;
using FluentAssertions;
using Sessions.TestProcess;
using Sessions.Tests.Processes;
using Sessions.TestServers;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Sql.Tests.Processes;

/// <summary>Several processes, each with several tasks, commit to the same ten sessions of one database; now and then one is killed.</summary>
[Collection(ProcessTests.Name)]
public sealed class SharedDatabaseTests(ITestOutputHelper output) : StoreDirectory
{
    // Every day what can happen happens twice; the long version has more of everything, and as often as there is time for.
    private static readonly int Processes = TestSeed.Long ? 4 : 3;
    private static readonly int Tasks = TestSeed.Long ? 8 : 4;
    private static readonly TimeSpan Duration = TestSeed.Long ? TimeSpan.FromMinutes(1) : TimeSpan.Zero;
    private static readonly int Deaths = TestSeed.Long ? 3 : 2;
    private static readonly int BytesBetween = TestSeed.Long ? 60_000 : 8_000;

    [Fact]
    public async Task Nothing_is_lost_in_a_file_of_sqlite() => await TortureAsync("sqlite", Store);

    [PostgreSqlFact]
    public async Task Nothing_is_lost_on_postgresql()
    {
        await using var database = await (await SharedServers.PostgreSqlAsync()).CreateDatabaseAsync();
        await TortureAsync("postgres", database.ConnectionString);
    }

    [MariaDbFact]
    public async Task Nothing_is_lost_on_mariadb()
    {
        await using var database = await (await SharedServers.MariaDbAsync()).CreateDatabaseAsync();
        await TortureAsync("mysql", database.ConnectionString);
    }

    [PostgreSqlFact]
    public async Task Nothing_is_lost_when_postgresql_itself_crashes()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        await using var database = await server.CreateDatabaseAsync();
        await TortureAsync("postgres", database.ConnectionString, server);
    }

    [MariaDbFact]
    public async Task Nothing_is_lost_when_mariadb_itself_crashes()
    {
        await using var server = await MariaDbServer.StartAsync();
        await using var database = await server.CreateDatabaseAsync();
        await TortureAsync("mysql", database.ConnectionString, server);
    }

    private async Task TortureAsync(string kind, string place, DatabaseServer? crashing = null)
    {
        var random = new Random(TestSeed.Next(output));
        Directory.CreateDirectory(Store);
        await using var fleet = new TortureFleet(kind, place, Beside(""), random.Next(1_000_000), Tasks);
        if (kind == "mysql" && crashing is not null)
        {
            // InnoDB shows a commit to others, and then waits for the disk.
            fleet.Losses.Expect();
        }

        await fleet.StartAsync(Processes);
        var began = Stopwatch.GetTimestamp();
        // So many of each in any order, and then by chance until the time is over.
        bool[] crashes = [.. Enumerable.Repeat(false, Deaths), .. Enumerable.Repeat(true, crashing is null ? 0 : Deaths)];
        random.Shuffle(crashes);
        var deaths = 0;
        for (; deaths < crashes.Length || Stopwatch.GetElapsedTime(began) < Duration; deaths++)
        {
            await fleet.AdvanceAsync(random.Next(1, BytesBetween));
            if (crashing is not null && (deaths < crashes.Length ? crashes[deaths] : random.Next(2) == 0))
            {
                await crashing.StopAsync(immediate: true);
                if (fleet.Losses.AreExpected)
                {
                    fleet.Losses.Add();
                }

                await crashing.RestartAsync();
            }
            else
            {
                await fleet.KillAndReplaceAsync(random.Next(Processes));
            }
        }

        await fleet.FencedAsync();
        var answered = await fleet.StopAsync();
        output.WriteLine($"{deaths} deaths of processes{(crashing is null ? "" : " and of the server")}, {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        for (var reader = 0; reader < 2; reader++)
        {
            await using var store = TestStores.Open(kind, place);
            var verifier = new TortureVerifier(store);
            var faults = await verifier.FindFaultsAsync(fleet.Logs, fleet.Losses.Count);
            output.WriteLine($"{answered} answered to those who lived, {verifier.Commits} commits and {verifier.Fenced} under leases found, {verifier.Compared} lines compared");
            faults.Should().BeEmpty();
            verifier.Fenced.Should().BePositive();
        }
    }
}
