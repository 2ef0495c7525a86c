using FluentAssertions;
using Xunit;

namespace Sessions.Sample.Tests;

public sealed class WalkThroughTests
{
    [Fact]
    public async Task It_goes_through_three_doors_and_all_of_its_checks_hold() => AssertHolds(await SampleProcess.RunAsync());

    internal static void AssertHolds(SampleResult run)
    {
        run.Error.Should().BeEmpty();
        run.ExitCode.Should().Be(0);
        run.LastLine.Should().MatchRegex("^All [0-9]+ checks hold\\.$");
        run.Output.Should().Contain("equal through api, cli and mcp").And.Contain("memory pool  alice-travel").And.Contain("search_flights 1");
    }
}
