using System.Runtime.InteropServices;

namespace Sessions.Stores.Files;

/// <summary>
/// What a path leads to, whatever links or mounts it goes through: device and inode.
/// A number is not given to another file while somebody has this one open, so compare only with files that are held open.
/// </summary>
internal readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    private const int CurrentDirectory = -100;
    private const int EmptyPathMeansDescriptor = 0x1000;
    private const uint LinksAndInodeWanted = 0x104;
    private const int RecordSize = 256;

    private static bool IsMacOnArm =>
        OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>Looks a path up, following links.</summary>
    /// <returns>False when nothing is there.</returns>
    public static unsafe bool TryGet(string path, out FileIdentity identity)
    {
        byte* record = stackalloc byte[RecordSize];
        int result;
        do
        {
            result = !OperatingSystem.IsMacOS() ? LibC.Statx(CurrentDirectory, path, flags: 0, LinksAndInodeWanted, record)
                : IsMacOnArm ? LibC.StatMacArm(path, record)
                : LibC.StatMacIntel(path, record);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted);

        if (result >= 0)
        {
            identity = Read(record);
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        identity = default;
        return error == LibC.NoSuchFile ? false : throw LockErrors.Unavailable(path, error);
    }

    /// <summary>What an open descriptor leads to, also when its path is gone by now.</summary>
    public static unsafe FileIdentity OfOpen(int descriptor, string path)
    {
        byte* record = stackalloc byte[RecordSize];
        Look(descriptor, path, record);
        return Read(record);
    }

    /// <summary>Whether an open file still has a name, if perhaps another one. A third of the price of looking by path.</summary>
    public static unsafe bool HasName(int descriptor, string path)
    {
        byte* record = stackalloc byte[RecordSize];
        Look(descriptor, path, record);
        return (OperatingSystem.IsMacOS() ? *(ushort*)(record + 6) : *(uint*)(record + 16)) > 0;
    }

    private static unsafe void Look(int descriptor, string path, byte* record)
    {
        int result = !OperatingSystem.IsMacOS()
            ? LibC.Statx(descriptor, string.Empty, EmptyPathMeansDescriptor, LinksAndInodeWanted, record)
            : IsMacOnArm ? LibC.FstatMacArm(descriptor, record)
            : LibC.FstatMacIntel(descriptor, record);
        if (result < 0)
        {
            throw LockErrors.Unavailable(path, Marshal.GetLastPInvokeError());
        }
    }

    private static unsafe FileIdentity Read(byte* record) =>
        OperatingSystem.IsMacOS()
            ? new FileIdentity(*(uint*)record, *(ulong*)(record + 8))
            : new FileIdentity(((ulong)*(uint*)(record + 136) << 32) | *(uint*)(record + 140), *(ulong*)(record + 32));
}
