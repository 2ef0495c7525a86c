using System.Runtime.CompilerServices;

namespace Sessions.Sample.Tests;

/// <summary>The files of transcripts that tests read.</summary>
internal static class Transcripts
{
    /// <summary>The directory of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The repo's own.</summary>
    public static string Own { get; } = Path.Combine(AppContext.BaseDirectory, "transcripts.json");

    /// <summary>What the repo's own comes to, counted by hand.</summary>
    public const string OwnTotals = "sessions=3 messages=22 invocations=5";

    /// <summary>Twenty real conversations, which lie beside the repo where somebody has put them there.</summary>
    public static string Shared { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", "airline-transcripts.json"));

    public const string SharedTotals = "sessions=20 messages=582 invocations=146";

    private static string FindRoot([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
