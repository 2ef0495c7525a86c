using FluentAssertions;
using Sessions.Sample.Tests.FileStores;
using Sessions.Testing;

namespace Sessions.Sample.Tests.Databases;

/// <summary>What an import into a database must bear: repetition, death, company. Each run is a process of its own.</summary>
public abstract class DatabaseImportTests(string store)
{
    /// <summary>As many calls in most transcripts as leave something to do after a death.</summary>
    private const int TurnsOfMost = 2;

    [ConformanceFact]
    public async Task Twice_is_once_and_another_process_counts_the_same()
    {
        await using var place = await PlaceAsync();
        (await RunAsync("import", place, Transcripts.Own)).LastLine.Should().Be(Transcripts.OwnTotals);
        (await RunAsync("import", place, Transcripts.Own)).LastLine.Should().Be(Transcripts.OwnTotals);
        var stats = await RunAsync("stats", place);
        stats.LastLine.Should().Be(Transcripts.OwnTotals);
        stats.Output.Should().MatchRegex(@"(?m)^  system +3$").And.MatchRegex(@"(?m)^  find_book +2$");
    }

    [ConformanceFact]
    public async Task The_walk_through_holds_here_and_leaves_what_others_keep()
    {
        await using var place = await PlaceAsync();
        (await RunAsync("import", place, Transcripts.Own)).LastLine.Should().Be(Transcripts.OwnTotals);
        WalkThroughTests.AssertHolds(await RunAsync(null, place));
        (await RunAsync("stats", place)).LastLine.Should().Be("sessions=4 messages=28 invocations=7", "that of the walk is kept beside the three");
    }

    [ConformanceFact]
    public async Task Killed_half_way_and_then_three_at_once_come_to_exact_totals()
    {
        await using var place = await PlaceAsync();
        var file = Path.GetTempFileName();
        try
        {
            var wanted = await ManyTranscripts.WriteAsync(file, TurnsOfMost);

            // Nobody reads on after this, and the pipe holds less than the rest: it is killed in the middle for certain.
            using (var first = Start("import", place, file))
            {
                (await first.PrintedAsync(lines: 50)).Should().BeTrue();
                await first.KillAsync();
            }

            var half = await RunAsync("stats", place);
            half.ExitCode.Should().Be(0, half.Error);
            half.LastLine.Should().NotBe(wanted);

            var together = await Task.WhenAll(RunAsync("import", place, file), RunAsync("import", place, file), RunAsync("import", place, file));
            together.Should().AllSatisfy(run => run.ExitCode.Should().Be(0, run.Error));
            (await RunAsync("stats", place)).LastLine.Should().Be(wanted);
        }
        finally
        {
            File.Delete(file);
        }
    }

    protected async Task The_shared_transcripts_come_to_their_totals_here()
    {
        await using var place = await PlaceAsync();
        (await RunAsync("import", place, Transcripts.Shared)).LastLine.Should().Be(Transcripts.SharedTotals);
        (await RunAsync("stats", place)).LastLine.Should().Be(Transcripts.SharedTotals);
    }

    /// <summary>An empty database.</summary>
    protected abstract Task<Place> PlaceAsync();

    /// <summary>Begins a command; the walk-through has no name.</summary>
    private SampleProcess Start(string? command, Place place, params string[] file)
    {
        string[] arguments = [.. command is null ? [] : new[] { command }, .. file, "--store", store, .. place.Arguments];
        return store == "mysql" ? SampleProcess.StartWithDriver(arguments) : SampleProcess.Start(arguments);
    }

    private async Task<SampleResult> RunAsync(string? command, Place place, params string[] file)
    {
        using var process = Start(command, place, file);
        return await process.EndAsync();
    }
}
