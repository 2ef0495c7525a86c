using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sessions.Stores.Files;

/// <summary>
/// Who uses which store directory in this process. All who come by any path, link or mount to the same directory
/// share its locks, which is quick, and fair among them. (It would be safe without: two openings of a lock file
/// exclude each other within a process too.)
/// </summary>
internal static class LockRegistry
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<object, LockDirectory> s_directories = [];

    /// <summary>Joins those who use a directory.</summary>
    public static (object Key, LockDirectory Directory) Enter(string directory)
    {
        lock (s_gate)
        {
            (object key, SafeFileHandle? handle) = Identify(directory);
            if (s_directories.TryGetValue(key, out LockDirectory? found))
            {
                handle?.Dispose();
            }
            else
            {
                s_directories.Add(key, found = new LockDirectory(directory, handle));
            }

            found.References++;
            return (key, found);
        }
    }

    /// <summary>Leaves; the last one closes.</summary>
    public static void Exit(object key, LockDirectory directory)
    {
        lock (s_gate)
        {
            if (--directory.References > 0)
            {
                return;
            }

            s_directories.Remove(key);
        }

        directory.Close();
    }

    private static (object Key, SafeFileHandle? Handle) Identify(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            string target = new DirectoryInfo(directory).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? directory;
            return (target.ToUpperInvariant(), null);
        }

        int descriptor = LibC.Open(directory, LibC.ReadOnly | LibC.CloseOnExec);
        if (descriptor < 0)
        {
            throw LockErrors.Unavailable(directory, Marshal.GetLastPInvokeError());
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        return (FileIdentity.OfOpen(descriptor, directory), handle);
    }
}
