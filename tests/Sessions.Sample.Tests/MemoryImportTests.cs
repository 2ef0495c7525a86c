using FluentAssertions;
using Xunit;

namespace Sessions.Sample.Tests;

public sealed class MemoryImportTests
{
    [Fact]
    public async Task The_own_transcripts_come_to_their_totals()
    {
        var run = await SampleProcess.RunAsync("import", Transcripts.Own, "--store", "memory");
        run.Error.Should().BeEmpty();
        run.ExitCode.Should().Be(0);
        run.LastLine.Should().Be(Transcripts.OwnTotals);
    }

    [SharedTranscriptsFact]
    public async Task The_shared_transcripts_come_to_their_totals()
    {
        var run = await SampleProcess.RunAsync("import", Transcripts.Shared);
        run.ExitCode.Should().Be(0);
        run.LastLine.Should().Be(Transcripts.SharedTotals);
    }

    [Fact]
    public async Task A_file_that_is_not_there_ends_with_1()
    {
        var run = await SampleProcess.RunAsync("import", "nowhere.json");
        run.ExitCode.Should().Be(1);
        run.Error.Should().StartWith("nowhere.json cannot be read:").And.NotContain("   at ");
        run.Output.Should().BeEmpty();
    }
}
