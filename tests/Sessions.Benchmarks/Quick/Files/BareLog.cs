using Microsoft.Win32.SafeHandles;
using Sessions.Events;
using Sessions.Serialization;
using Sessions.Stores;

namespace Sessions.Benchmarks.Quick.Files;

/// <summary>
/// The least that a log could do for a message: serialize it and append the line to a file that is open. It keeps none of the
/// promises.
/// </summary>
internal sealed class BareLog(string path) : IDisposable
{
    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite);
    private readonly LineWriter _lines = new();
    private long _version;
    private long _end;

    public void Clear()
    {
        RandomAccess.SetLength(_file, 0);
        (_version, _end) = (0, 0);
    }

    public void Append()
    {
        Add();
        Write();
    }

    /// <summary>Serializes a message, to be written with others.</summary>
    public void Add()
    {
        var change = new MessageAppended(new Message(Chat.Main, MessageRole.User, Sample.Text, null, null, null));
        CommitJson.WriteLine(_lines, new Commit(CommitId.New(), ++_version, DateTime.UnixEpoch.Ticks, Channel.Default, [change]));
    }

    public void Write()
    {
        RandomAccess.Write(_file, _lines.Written, _end);
        _end += _lines.Length;
        _lines.Clear();
    }

    public void Flush() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();
}
