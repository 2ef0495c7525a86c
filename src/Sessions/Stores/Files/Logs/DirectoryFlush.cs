using System.Runtime.InteropServices;

namespace Sessions.Stores.Files;

/// <summary>Makes new and removed names of a directory last, for which .NET has no call.</summary>
internal static class DirectoryFlush
{
    public static void Run(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = LibC.Open(directory, LibC.ReadOnly | LibC.CloseOnExec);
        if (descriptor < 0)
        {
            throw LockErrors.Unavailable(directory, Marshal.GetLastPInvokeError());
        }

        try
        {
            if (LibC.Fsync(descriptor) < 0)
            {
                throw LockErrors.Unavailable(directory, Marshal.GetLastPInvokeError());
            }
        }
        finally
        {
            _ = LibC.Close(descriptor);
        }
    }
}
