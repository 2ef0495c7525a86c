using FluentAssertions;
using Sessions.TestServers.Processes;
using Xunit;

namespace Sessions.Sql.Tests.Servers;

public sealed class ServerBinariesTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sessions-binaries-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void The_newest_of_several_versions_is_found()
    {
        foreach (var version in (string[])["9.6", "15", "9", "docs"])
        {
            Make(version, "bin", "no-such-server");
        }

        var directories = ServerBinaries.Directories("SESSIONS_TESTS_UNSET", _directory.FullName);
        ServerBinaries.Find(directories, "no-such-server").Should().Be(Path.Combine(_directory.FullName, "15", "bin", "no-such-server"));
    }

    [Fact]
    public void A_directory_that_the_environment_names_is_the_only_one()
    {
        Make("15", "bin", "no-such-server");
        const string Variable = "SESSIONS_TESTS_BIN";
        Environment.SetEnvironmentVariable(Variable, _directory.FullName);
        try
        {
            ServerBinaries.Directories(Variable, _directory.FullName).Should().Equal(_directory.FullName);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    [Fact]
    public void What_is_nowhere_is_not_found() =>
        ServerBinaries.Find(ServerBinaries.Directories("SESSIONS_TESTS_UNSET", "/no/such/directory"), "no-such-server").Should().BeNull();

    [Fact]
    public void A_word_with_quotes_reaches_the_command_as_it_is() =>
        Shell.Command("echo", "it's", "$HOME").Should().Be("'echo' 'it'\\''s' '$HOME'");

    private void Make(params string[] parts)
    {
        var file = Path.Combine([_directory.FullName, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
    }
}
