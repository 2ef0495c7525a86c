using System.Runtime.CompilerServices;
using FluentAssertions;
using Xunit;

namespace Sessions.Sql.Tests.Schema;

/// <summary>
/// What a release has put into databases is there for ever: the script of each engine stands in a file that is reviewed, and a step that
/// was released never changes. Run the tests with SESSIONS_ACCEPT_SCHEMA=1 to write the files anew.
/// </summary>
public sealed class SchemaScriptTests
{
    [Theory]
    [InlineData(SqlEngine.Sqlite)]
    [InlineData(SqlEngine.PostgreSql)]
    [InlineData(SqlEngine.MySql)]
    public void The_script_is_the_one_that_was_reviewed(SqlEngine engine)
    {
        var file = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "Golden", $"schema-{engine}.sql".ToLowerInvariant());
        var script = SqlStore.GetSchemaScript(engine);
        if (Environment.GetEnvironmentVariable("SESSIONS_ACCEPT_SCHEMA") == "1")
        {
            File.WriteAllText(file, script);
        }

        script.Should().Be(File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
