using Microsoft.Win32.SafeHandles;
using Sessions.Serialization;

namespace Sessions.Stores.FileSystem;

/// <summary>
/// A file that is appended to, or made anew beside the old one and put in its place once it is whole. It never makes a folder:
/// where that is gone, so is the session.
/// </summary>
internal abstract class AppendedFile : IDisposable
{
    private const int FlushAt = 64 * 1024;

    private readonly string _path;
    private readonly bool _anew;
    private SafeFileHandle? _file;
    private long _end;

    /// <param name="path">The file.</param>
    /// <param name="anew">Whether to make it anew.</param>
    /// <param name="end">Where to go on: how long it is, without what closes it.</param>
    protected AppendedFile(string path, bool anew, long end)
    {
        _path = path;
        _anew = anew;
        _end = end;
    }

    /// <summary>What was not written yet.</summary>
    protected LineWriter Pending { get; } = new();

    /// <summary>What stands behind the last entry.</summary>
    protected virtual ReadOnlySpan<byte> Closing => default;

    /// <summary>Writes all of it.</summary>
    public void Complete()
    {
        if (_anew || Pending.Length > 0)
        {
            Flush();
        }

        _file?.Dispose();
        if (_anew)
        {
            File.Move(ProjectionPaths.Unfinished(_path), _path, overwrite: true);
        }
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>To be called after each entry.</summary>
    protected void Written()
    {
        if (Pending.Length >= FlushAt)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _file ??= File.OpenHandle(
            _anew ? ProjectionPaths.Unfinished(_path) : _path,
            _anew ? FileMode.Create : FileMode.Open,
            FileAccess.Write,
            FileShare.ReadWrite | FileShare.Delete);

        // In one write, so that a reader hardly ever meets the file without its closing.
        var length = Pending.Length;
        Pending.Raw(Closing);
        RandomAccess.Write(_file, Pending.Written, _end);
        _end += length;
        Pending.Clear();
    }
}
