using System.Text;

namespace Sessions.TestProcess.Torture;

/// <summary>
/// What a process was told, a line each, handed to the operating system before anything else is done: it survives the kill of
/// the process, as what it was told must.
/// </summary>
internal sealed class Acknowledgements : IDisposable
{
    private readonly FileStream _file;
    private readonly Lock _gate = new();

    public Acknowledgements(string path) =>
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    /// <summary>A keyed commit is about to be made; a process that takes this one's place makes it again.</summary>
    public void Intend(string session, Mark mark) => Write($"intend {session} {mark}");

    /// <summary>A commit was answered, with a view of this version.</summary>
    public void Answered(string session, Mark mark, long version) => Write($"answered {session} {mark} {version}");

    /// <summary>A commit was refused, so that it must not be there.</summary>
    public void Refused(string session, Mark mark) => Write($"refused {session} {mark}");

    /// <summary>A reader saw a commit, when so often what was shown may have been lost.</summary>
    public void Saw(string session, long version, CommitId commit, long losses) => Write($"saw {session} {version} {commit} {losses}");

    /// <summary>A commit under a lease was answered.</summary>
    public void Fenced(FencedMark mark) => Write($"fenced {FencedTask.Session} {mark}");

    private void Write(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_gate)
        {
            _file.Write(bytes);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The whole lines of a file; a last one without its end was never finished.</summary>
    public static IEnumerable<string[]> Read(string path)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '));
    }
}
