namespace Sessions.TestProcess.Torture;

/// <summary>
/// How often a server went down that shows commits before they are durable, as InnoDB does: what was read before, and answered to
/// nobody, may be gone. Who stops it counts while it is down.
/// </summary>
/// <param name="path">The file in which is counted; there is none where nothing that was shown may be lost.</param>
internal sealed class Losses(string path)
{
    /// <summary>Those of a fleet, counted in the directory in which its processes keep their logs.</summary>
    public static Losses In(string logs) => new(Path.Combine(logs, "losses"));

    /// <summary>Whether what was shown may ever be lost.</summary>
    public bool AreExpected => File.Exists(path);

    public long Count => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>Says that there may be some.</summary>
    public void Expect() => File.WriteAllText(path, "");

    public void Add() => File.AppendAllText(path, ".");
}
