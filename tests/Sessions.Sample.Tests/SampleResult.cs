namespace Sessions.Sample.Tests;

/// <summary>What came of a run of the sample.</summary>
internal sealed record SampleResult(int ExitCode, string Output, string Error)
{
    public string LastLine => Output.TrimEnd().Split('\n')[^1];
}
