using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace Sessions.Sample.Tests;

/// <summary>The README's first snippet is the program of a project of its own; here it is run.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_first_snippet_has_at_most_ten_lines_and_prints_what_the_readme_says()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Transcripts.Root, "README.md"));
        var snippet = Snippet().Match(readme);
        snippet.Success.Should().BeTrue();
        snippet.Groups["code"].Value.TrimEnd().Split('\n').Should().HaveCountLessThanOrEqualTo(10);

        using var run = SampleProcess.StartAssembly("Sessions.ReadmeSnippet.dll");
        var result = await run.EndAsync();
        result.Error.Should().BeEmpty();
        result.ExitCode.Should().Be(0);
        result.Output.Trim().Should().Be(snippet.Groups["output"].Value);
    }

    [GeneratedRegex("```csharp\r?\n(?<code>.*?)```\\s+It prints `(?<output>[^`]+)`", RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
