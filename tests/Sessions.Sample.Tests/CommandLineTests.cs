using FluentAssertions;
using Xunit;

namespace Sessions.Sample.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-sample-command-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Nothing_asks_for_the_walk_through() => CommandLine.Parse([]).Should().Be(new Command.Walk(new StoreChoice(StoreKind.Memory)));

    [Fact]
    public void Options_may_stand_before_and_after_the_file()
    {
        var wanted = new Command.Import("a.json", new StoreChoice(StoreKind.Jsonl, "here"));
        CommandLine.Parse(["import", "a.json", "--store", "jsonl", "--path", "here"]).Should().Be(wanted);
        CommandLine.Parse(["import", "--path", "here", "--store", "JSONL", "a.json"]).Should().Be(wanted);
        CommandLine.Parse(["stats", "--store", "filesystem"]).Should().Be(new Command.Stats(new StoreChoice(StoreKind.FileSystem)));
        CommandLine.Parse(["stats", "--store", "postgres", "--connection", "Host=db"]).Should().Be(new Command.Stats(new StoreChoice(StoreKind.Postgres, null, "Host=db")));
        CommandLine.Parse(["stats"]).Should().Be(new Command.Stats(new StoreChoice()));
    }

    [Theory]
    [InlineData("There is no command \"export\".", "export")]
    [InlineData("import needs the file to read.", "import")]
    [InlineData("import reads one file; 2 were given.", "import", "a", "b")]
    [InlineData("stats takes no file; \"a\" was given.", "stats", "a")]
    [InlineData("--store needs a value.", "stats", "--store")]
    [InlineData("--store needs a value.", "--store")]
    [InlineData("The walk-through takes no file; \"a\" was given.", "--store", "jsonl", "a")]
    [InlineData("--path needs a value.", "import", "a", "--path", "--store", "jsonl")]
    [InlineData("There is no store \"redis\": it is memory, jsonl, filesystem, sqlite, postgres or mysql.", "stats", "--store", "redis")]
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

    [Theory]
    [InlineData("There is no command \"export\".", "export")]
    [InlineData("There is no option \"--fast\".", "stats", "--fast")]
    [InlineData("There is no store \"redis\": it is memory, jsonl, filesystem, sqlite, postgres or mysql.", "import", "a.json", "--store", "redis")]
    public async Task What_is_not_understood_is_said_with_the_usage_and_nothing_is_made(string message, params string[] arguments)
    {
        var run = await SampleProcess.RunAsync([.. arguments, "--path", Below("store")]);
        run.ExitCode.Should().Be(2);
        run.Error.Should().StartWith(message).And.Contain("usage:");
        run.Output.Should().BeEmpty();
        _root.GetFileSystemInfos().Should().BeEmpty();
    }

    [Theory]
    [InlineData(null, "cannot be read: Could not find file")]
    [InlineData("", "is not JSON")]
    [InlineData("task: 1", "is not JSON")]
    [InlineData("{\"traj\":[]}", "A file of transcripts is an array of objects; this one is an object.")]
    [InlineData("[{\"traj\":[{\"role\":\"user\",\"content\":\"hi\"}]},7]", "Transcript 2: expected an object, found a number.")]
    public async Task A_file_that_cannot_be_taken_in_whole_changes_nothing(string? content, string message)
    {
        var file = Below("transcripts.json");
        if (content is not null)
        {
            await File.WriteAllTextAsync(file, content);
        }

        var run = await SampleProcess.RunAsync("import", file, "--store", "jsonl", "--path", Below("store"));
        run.ExitCode.Should().Be(1);
        run.Error.Should().StartWith(file).And.Contain(message);
        run.Output.Should().BeEmpty();
        var stats = await SampleProcess.RunAsync("stats", "--store", "jsonl", "--path", Below("store"));
        stats.Output.TrimEnd().Should().EndWith("sessions=0 messages=0 invocations=0");
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("filesystem")]
    public async Task A_path_at_which_a_file_stands_is_said(string store)
    {
        await File.WriteAllTextAsync(Below("file"), "mine");
        var run = await SampleProcess.RunAsync("stats", "--store", store, "--path", Below("file"));
        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain(Below("file"));
        run.Error.Should().NotContain("   at ", "a person reads it");
        (await File.ReadAllTextAsync(Below("file"))).Should().Be("mine");
    }

    [Fact]
    public async Task A_database_without_a_connection_is_said()
    {
        var run = await SampleProcess.RunAsync("stats", "--store", "postgres");
        run.ExitCode.Should().Be(1);
        run.Error.Should().StartWith("SessionsStorageOptions.Connection is not set; it is the connection string").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_database_without_a_provider_is_said_with_how_to_bring_one()
    {
        var run = await SampleProcess.RunAsync("stats", "--store", "mysql", "--connection", "Server=db");
        run.ExitCode.Should().Be(2);
        run.Error.Should().StartWith("There is no provider for MySQL beside the sample.").And.Contain("MySqlConnector");
    }

    [Fact]
    public async Task Help_is_no_error()
    {
        var run = await SampleProcess.RunAsync("--help");
        run.ExitCode.Should().Be(0);
        run.Output.Should().StartWith("usage:");
    }

    private string Below(string name) => Path.Combine(_root.FullName, name);
}
