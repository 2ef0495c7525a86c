using FluentAssertions;
using Sessions.Stores.FileSystem;
using Xunit;

namespace Sessions.Tests.Stores.FileSystem;

public sealed class HistoryRootTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-history-");
    private readonly HistoryRoot _history;

    public HistoryRootTests() => _history = new HistoryRoot(Path.Combine(_root.FullName, "history"));

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData("tool/7", "tool/7")]
    [InlineData("tool//7/", "tool/7")]
    [InlineData("./tool/./7", "tool/7")]
    [InlineData("tool/x/../7", "tool/7")]
    [InlineData("../history/tool", "tool")]
    [InlineData("..tool", "..tool")]
    public void A_folder_below_the_root_is_found(string directory, string folder)
    {
        var invocation = new Invocation("i", "t") { Directory = directory };
        _history.Invoking(history => history.Check(invocation)).Should().NotThrow();
        _history.FolderOf(invocation).Should().Be(folder);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/../..")]
    [InlineData("../other")]
    [InlineData("../history")]
    [InlineData("../history-2/x")]
    [InlineData("/etc")]
    [InlineData("a\0b")]
    public void A_folder_outside_the_root_is_refused(string directory)
    {
        _history.Invoking(history => history.Check(new Invocation("the call", "t") { Directory = directory }))
            .Should().Throw<ArgumentException>().WithMessage("*\"the call\"*below \"*history\"*");
        Directory.GetFileSystemEntries(_history.Path).Should().BeEmpty();
    }

    [Fact]
    public void An_absolute_path_below_the_root_is_found()
    {
        var inside = new Invocation("i", "t") { Directory = Path.Combine(_history.Path, "tool", "7") };
        _history.FolderOf(inside).Should().Be("tool/7");
    }

    [Fact]
    public void A_folder_that_a_link_leads_out_of_is_refused()
    {
        Directory.CreateSymbolicLink(Path.Combine(_history.Path, "out"), _root.FullName);
        Directory.CreateSymbolicLink(Path.Combine(_history.Path, "circle"), "circle");
        Directory.CreateSymbolicLink(Path.Combine(_history.Path, "in"), "tool");
        Refused("out").Should().Throw<ArgumentException>();
        Refused("out/x").Should().Throw<ArgumentException>();
        Refused("circle/x").Should().Throw<ArgumentException>();
        Refused("in/x").Should().NotThrow();
    }

    [Fact]
    public void A_root_reached_through_a_link_is_that_which_it_leads_to()
    {
        var door = Path.Combine(_root.FullName, "door");
        Directory.CreateSymbolicLink(door, _history.Path);
        var history = new HistoryRoot(door);
        history.Path.Should().Be(RealPath.Of(_history.Path));
        history.FolderOf(new Invocation("i", "t") { Directory = Path.Combine(door, "x") }).Should().Be("x");
        history.Invoking(h => h.Check(new Invocation("i", "t") { Directory = "x" })).Should().NotThrow();
    }

    [Fact]
    public void A_folder_that_is_a_file_or_has_an_impossible_name_is_refused()
    {
        File.WriteAllText(Path.Combine(_history.Path, "file"), "");
        Refused("file").Should().Throw<ArgumentException>();
        Refused("file/x").Should().Throw<ArgumentException>();
        Refused(new string('n', 256)).Should().Throw<ArgumentException>().WithMessage("*255 bytes*");
        Refused(string.Concat(Enumerable.Repeat("name/", 1000))).Should().Throw<ArgumentException>().WithMessage("*characters*");
    }

    [Fact]
    public void Without_a_directory_tool_and_id_make_one()
    {
        _history.FolderOf(new Invocation("call-1", "search")).Should().Be("search/call-1");
        var (upper, lower) = (_history.FolderOf(new Invocation("../X", "CON")), _history.FolderOf(new Invocation("../x", "con")));
        upper.Split('/').Should().HaveCount(2).And.NotContain("..");
        upper.ToLowerInvariant().Should().NotBe(lower.ToLowerInvariant());
    }

    private Action Refused(string directory) => () => _history.Check(new Invocation("i", "t") { Directory = directory });
}
