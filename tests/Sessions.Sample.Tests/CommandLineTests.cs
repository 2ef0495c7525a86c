using FluentAssertions;
using Xunit;

namespace Sessions.Sample.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Nothing_asks_for_the_walk_through() => CommandLine.Parse([]).Should().Be(new Command.Walk());

    [Fact]
    public void Options_may_stand_before_and_after_the_file()
    {
        var wanted = new Command.Import("a.json", new StoreChoice(StoreKind.Jsonl, "here"));
        CommandLine.Parse(["import", "a.json", "--store", "jsonl", "--path", "here"]).Should().Be(wanted);
        CommandLine.Parse(["import", "--path", "here", "--store", "JSONL", "a.json"]).Should().Be(wanted);
        CommandLine.Parse(["stats", "--store", "filesystem"]).Should().Be(new Command.Stats(new StoreChoice(StoreKind.FileSystem)));
        CommandLine.Parse(["stats"]).Should().Be(new Command.Stats(new StoreChoice()));
    }

    [Theory]
    [InlineData("There is no command \"export\".", "export")]
    [InlineData("import needs the file to read.", "import")]
    [InlineData("import reads one file; 2 were given.", "import", "a", "b")]
    [InlineData("stats takes no file; \"a\" was given.", "stats", "a")]
    [InlineData("--store needs a value.", "stats", "--store")]
    [InlineData("--path needs a value.", "import", "a", "--path", "--store", "jsonl")]
    [InlineData("There is no store \"redis\": it is memory, jsonl or filesystem.", "stats", "--store", "redis")]
    [InlineData("There is no option \"--fast\".", "import", "a", "--fast")]
    public void What_is_not_understood_is_said(string message, params string[] arguments)
    {
        var parse = () => CommandLine.Parse(arguments);
        parse.Should().Throw<UsageException>().WithMessage(message);
    }

    [Fact]
    public async Task A_wrong_command_line_ends_with_2_and_says_how_it_should_be()
    {
        var run = await SampleProcess.RunAsync("import");
        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("import needs the file").And.Contain("usage:");
        run.Output.Should().BeEmpty();
    }

    [Fact]
    public async Task Help_is_no_error()
    {
        var run = await SampleProcess.RunAsync("--help");
        run.ExitCode.Should().Be(0);
        run.Output.Should().StartWith("usage:");
    }
}
