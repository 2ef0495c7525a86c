using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Sessions.Sample.Import;
using Sessions.Tests.Processes;
using Xunit;

namespace Sessions.Sample.Tests.FileStores;

/// <summary>What an import into a directory must bear: repetition, death, company. Each run is a process of its own.</summary>
public abstract class FileStoreImportTests(string store) : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sessions-sample-").FullName;

    protected string StorePath => Path.Combine(_root, "store");

    [Fact]
    public async Task Twice_is_once_and_another_process_counts_the_same()
    {
        (await ImportAsync(Transcripts.Own)).LastLine.Should().Be(Transcripts.OwnTotals);
        (await ImportAsync(Transcripts.Own)).LastLine.Should().Be(Transcripts.OwnTotals);
        var stats = await StatsAsync();
        stats.LastLine.Should().Be(Transcripts.OwnTotals);
        stats.Output.Should().MatchRegex(@"(?m)^  system +3$").And.MatchRegex(@"(?m)^  find_book +2$");
    }

    [Fact]
    public async Task The_walk_through_holds_here_and_leaves_what_others_keep()
    {
        (await ImportAsync(Transcripts.Own)).LastLine.Should().Be(Transcripts.OwnTotals);
        WalkThroughTests.AssertHolds(await SampleProcess.RunAsync("--store", store, "--path", StorePath));
        (await StatsAsync()).LastLine.Should().Be("sessions=4 messages=28 invocations=7", "that of the walk is kept beside the three");
    }

    [SharedTranscriptsFact]
    public async Task The_shared_transcripts_come_to_their_totals()
    {
        (await ImportAsync(Transcripts.Shared)).LastLine.Should().Be(Transcripts.SharedTotals);
        (await StatsAsync()).LastLine.Should().Be(Transcripts.SharedTotals);
    }

    [Fact]
    public async Task Another_process_reads_every_message_as_it_was()
    {
        await ImportAsync(Transcripts.Own);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSessions().UseBackend(store, storage =>
        {
            storage.Path = StorePath;
            storage.HistoryPath = StorePath + ".history";
        });
        await using var provider = services.BuildServiceProvider();
        var sessions = provider.GetRequiredService<SessionManager>();
        foreach (var transcript in await TranscriptFile.ReadAsync(Transcripts.Own, CancellationToken.None))
        {
            var messages = await sessions.ReadNewestMessagesAsync(transcript.SessionId, 1000);
            messages.Select(static message => (message.Role, message.Content, message.ToolName, message.InvocationId, message.Payload))
                .Should().Equal(transcript.Messages
                    .Select(message => message.ToNewMessage(transcript.SessionId))
                    .Select(static message => (message.Role, message.Content, message.ToolName, message.InvocationId, message.Payload)));
        }
    }

    [Fact]
    public async Task Killed_half_way_and_then_three_at_once_come_to_exact_totals()
    {
        var file = Path.Combine(_root, "many.json");
        var wanted = await ManyTranscripts.WriteAsync(file, turns: TestSeed.Long ? 15 : 2);

        // Nobody reads on after this, and the pipe holds less than the rest: it is killed in the middle for certain.
        using (var first = SampleProcess.Start("import", file, "--store", store, "--path", StorePath))
        {
            (await first.PrintedAsync(lines: 50)).Should().BeTrue();
            await first.KillAsync();
        }

        var half = await StatsAsync();
        half.ExitCode.Should().Be(0, half.Error);
        half.LastLine.Should().NotBe(wanted);

        var together = await Task.WhenAll(ImportAsync(file), ImportAsync(file), ImportAsync(file));
        together.Should().AllSatisfy(run => run.ExitCode.Should().Be(0, run.Error));
        (await StatsAsync()).LastLine.Should().Be(wanted);
        (await ImportAsync(file)).LastLine.Should().Be(wanted);
    }

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        GC.SuppressFinalize(this);
    }

    private Task<SampleResult> ImportAsync(string file) => SampleProcess.RunAsync("import", file, "--store", store, "--path", StorePath);

    private Task<SampleResult> StatsAsync() => SampleProcess.RunAsync("stats", "--store", store, "--path", StorePath);
}
