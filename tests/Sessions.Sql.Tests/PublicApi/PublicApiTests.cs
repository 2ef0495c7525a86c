using System.Reflection;
using System.Runtime.CompilerServices;
using FluentAssertions;
using Sessions.Tests.PublicApi;
using Xunit;

namespace Sessions.Sql.Tests.PublicApi;

/// <summary>
/// What the packages with databases promise stands beside this, as <c>Sessions</c> does beside its own test. Run the tests with
/// SESSIONS_ACCEPT_API=1 to write the files anew.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Sessions.Sql")]
    [InlineData("Sessions.Sqlite")]
    [InlineData("Sessions.PostgreSql")]
    public void The_public_surface_is_the_one_that_was_reviewed(string assembly)
    {
        var file = Path.Combine(Path.GetDirectoryName(ThisFile())!, assembly + ".txt");
        var surface = PublicSurface.Of(Assembly.Load(assembly));
        if (Environment.GetEnvironmentVariable("SESSIONS_ACCEPT_API") == "1")
        {
            File.WriteAllText(file, surface);
        }

        var reviewed = File.ReadAllText(file).ReplaceLineEndings("\n").Split('\n');
        var actual = surface.Split('\n');
        actual.Except(reviewed).Should().BeEmpty("nothing becomes public unnoticed");
        reviewed.Except(actual).Should().BeEmpty("nothing public goes away unnoticed");
        surface.Should().Be(string.Join('\n', reviewed));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
