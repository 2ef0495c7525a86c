using Microsoft.Win32.SafeHandles;

namespace Sessions.Stores.Files;

/// <summary>One open generation of a log. Closing it while somebody reads is safe: the next read throws <see cref="ObjectDisposedException"/>.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private LogFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
    }

    /// <summary>Its name; it may be given another one while it is open.</summary>
    public string Path { get; set; }

    public bool IsClosed => _handle.IsClosed;

    public long Length => RandomAccess.GetLength(_handle);

    /// <summary>Opens a log if it is there; for reading only where writing is not allowed.</summary>
    public static LogFile? TryOpen(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return new LogFile(path, Open(path, FileMode.Open, FileAccess.ReadWrite));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            return TryOpenToRead(path);
        }
    }

    public static LogFile? TryOpenToRead(string path)
    {
        try
        {
            return new LogFile(path, Open(path, FileMode.Open, FileAccess.Read));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw FileErrors.Unavailable(path, error);
        }
    }

    /// <summary>Makes a new, empty file, and the directory it stands in.</summary>
    public static LogFile Create(string path)
    {
        try
        {
            return new LogFile(path, Open(path, FileMode.CreateNew, FileAccess.ReadWrite));
        }
        catch (DirectoryNotFoundException)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            return new LogFile(path, Open(path, FileMode.CreateNew, FileAccess.ReadWrite));
        }
    }

    /// <summary>Makes an empty file, in the place of one that may be there.</summary>
    public static LogFile CreateOver(string path) => new(path, Open(path, FileMode.Create, FileAccess.ReadWrite));

    /// <summary>Whether the file ends here: nobody has appended anything since.</summary>
    public bool EndsAt(long position)
    {
        Span<byte> one = stackalloc byte[1];
        return RandomAccess.Read(_handle, one, position) == 0;
    }

    public int Read(Span<byte> target, long position)
    {
        var total = 0;
        while (total < target.Length)
        {
            var count = RandomAccess.Read(_handle, target[total..], position + total);
            if (count == 0)
            {
                break;
            }

            total += count;
        }

        return total;
    }

    public void Write(ReadOnlySpan<byte> bytes, long position) => RandomAccess.Write(_handle, bytes, position);

    public void Cut(long length) => RandomAccess.SetLength(_handle, length);

    public void Flush() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle Open(string path, FileMode mode, FileAccess access) =>
        File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete);
}
