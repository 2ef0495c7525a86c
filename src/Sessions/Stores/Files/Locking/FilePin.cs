using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sessions.Stores.Files;

/// <summary>
/// Keeps the number of a file from being given to another one, for as long as it is held, also where the file is deleted and
/// nobody else has it open.
/// </summary>
/// <remarks>
/// On Linux, by a descriptor of the name alone: when any other descriptor is closed, the process loses all locks of the older
/// kind that it has on the file, and SQLite's are of that kind. Elsewhere there is no such descriptor, and this holds nothing.
/// </remarks>
internal sealed class FilePin : IDisposable
{
    private readonly SafeFileHandle? _handle;

    private FilePin(SafeFileHandle? handle) => _handle = handle;

    /// <summary>Takes hold of a file; null where the path leads to another one by now, or to none.</summary>
    public static FilePin? TryTake(string path, FileIdentity identity)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new FilePin(null);
        }

        int descriptor;
        do
        {
            descriptor = LibC.Open(path, LibC.PathOnly | LibC.CloseOnExec);
        }
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted);

        if (descriptor < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            return error == LibC.NoSuchFile ? null : throw LockErrors.Unavailable(path, error);
        }

        var pin = new FilePin(new SafeFileHandle(descriptor, ownsHandle: true));
        if (FileIdentity.OfOpen(descriptor, path) == identity)
        {
            return pin;
        }

        pin.Dispose();
        return null;
    }

    public void Dispose() => _handle?.Dispose();
}
