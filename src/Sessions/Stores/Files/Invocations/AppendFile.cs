using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sessions.Stores.Files;

/// <summary>A file that several processes append to at once. The system finds the end and writes there in one step.</summary>
internal sealed class AppendFile : IDisposable
{
    private const int WriteOnly = 1;

    private static readonly int AtEnd = OperatingSystem.IsMacOS() ? 0x8 : 0x400;

    private readonly string _path;
    private readonly SafeFileHandle? _handle;

    private AppendFile(string path, SafeFileHandle? handle)
    {
        _path = path;
        _handle = handle;
    }

    public static AppendFile Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (OperatingSystem.IsWindows())
        {
            return new AppendFile(path, null);
        }

        var descriptor = LibC.Open(path, WriteOnly | AtEnd | LibC.CloseOnExec);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == LibC.NoSuchFile)
        {
            // Created empty by whoever comes first; a second one to come finds it and must not empty it again.
            using (File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            {
            }

            descriptor = LibC.Open(path, WriteOnly | AtEnd | LibC.CloseOnExec);
        }

        return descriptor >= 0
            ? new AppendFile(path, new SafeFileHandle(descriptor, ownsHandle: true))
            : throw LockErrors.Unavailable(path, Marshal.GetLastPInvokeError());
    }

    public unsafe void Append(ReadOnlySpan<byte> bytes)
    {
        if (_handle is null)
        {
            AppendAlone(bytes);
            return;
        }

        fixed (byte* start = bytes)
        {
            nint written;
            do
            {
                written = LibC.Write(_handle, start, (nuint)bytes.Length);
            }
            while (written < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted);

            if (written != bytes.Length)
            {
                throw LockErrors.Unavailable(_path, written < 0 ? Marshal.GetLastPInvokeError() : LibC.NoSpace);
            }
        }
    }

    public void Dispose() => _handle?.Dispose();

    /// <summary>Windows has no such step; whoever has the file open for writing keeps the others out for that moment.</summary>
    private void AppendAlone(ReadOnlySpan<byte> bytes)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
                file.Write(bytes);
                return;
            }
            catch (IOException) when (attempt < 1000)
            {
                Thread.Yield();
            }
        }
    }
}
