namespace Sessions.TestServers.Processes;

/// <summary>Words of a shell command.</summary>
internal static class Shell
{
    /// <summary>The words as one command of which the shell changes nothing.</summary>
    public static string Command(params IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
