using System.Runtime.CompilerServices;
using FluentAssertions;
using Xunit;

namespace Sessions.Tests.PublicApi;

/// <summary>
/// The public surface is a promise for years: it stands in a file that is reviewed, and a change that is meant changes the
/// file too. Run the tests with SESSIONS_ACCEPT_API=1 to write the file anew.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Sessions")]
    public void The_public_surface_is_the_one_that_was_reviewed(string assembly)
    {
        var file = Path.Combine(Path.GetDirectoryName(ThisFile())!, assembly + ".txt");
        var surface = PublicSurface.Of(System.Reflection.Assembly.Load(assembly));
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
