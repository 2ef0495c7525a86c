using System.Runtime.InteropServices;

namespace Sessions.Stores.Files;

/// <summary>Keeps the file stores off disks that several machines may write to.</summary>
internal static class LocalDisk
{
    /// <summary>Refuses a path on a network file system, where it can be recognised. The path need not exist yet.</summary>
    /// <remarks>
    /// Linux: by the type that <c>statfs</c> tells, see <see cref="NetworkFileSystems"/>; what FUSE carries, by its name in
    /// the table of mounts. macOS and Windows: what the system calls a network drive. Host folders in a virtual machine or
    /// container (9p, virtiofs, VirtualBox, WSL's drives) are let through: all that use them are often on one machine,
    /// and it cannot be seen when they are not. Throws <see cref="LockErrors.NotLocal"/>.
    /// </remarks>
    public static void EnsureLocal(string path)
    {
        string existing = NearestExisting(Path.GetFullPath(path));
        if (FindNetworkFileSystem(existing) is { } name)
        {
            throw LockErrors.NotLocal(path, name);
        }
    }

    private static string? FindNetworkFileSystem(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            var drive = new DriveInfo(path);
            return drive.DriveType == DriveType.Network ? drive.DriveFormat : null;
        }

        uint type = TypeOf(path);
        return type == NetworkFileSystems.Fuse
            ? NetworkFileSystems.FindFuse(Resolve(path), File.ReadLines("/proc/self/mountinfo"))
            : NetworkFileSystems.Find(type);
    }

    private static unsafe uint TypeOf(string path)
    {
        byte* record = stackalloc byte[512];
        int result;
        do
        {
            result = LibC.Statfs(path, record);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted);

        // The type comes first, as wide as a pointer; every known one fits in its lower half.
        return result >= 0 ? (uint)*(nuint*)record : throw LockErrors.Unavailable(path, Marshal.GetLastPInvokeError());
    }

    private static string NearestExisting(string path)
    {
        while (!Path.Exists(path) && Path.GetDirectoryName(path) is { } parent)
        {
            path = parent;
        }

        return path;
    }

    private static string Resolve(string path)
    {
        string resolved = "/";
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            resolved = Path.Combine(resolved, part);
            resolved = File.ResolveLinkTarget(resolved, returnFinalTarget: true)?.FullName ?? resolved;
        }

        return resolved;
    }
}
