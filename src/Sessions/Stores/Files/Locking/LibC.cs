using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sessions.Stores.Files;

/// <summary>
/// The few calls of the C library that .NET has no door to.
/// Only functions without variable arguments, or with none of them given: Apple's ARM64 passes those differently,
/// and a declaration cannot say so. Hence <c>open</c> without a mode, and <c>creat</c> beside it.
/// </summary>
internal static unsafe partial class LibC
{
    public const int ReadOnly = 0;
    public const int ReadWrite = 2;

    /// <summary>Linux only: a descriptor of the name alone, which reads and writes nothing.</summary>
    public const int PathOnly = 0x20_0000;

    public const int Shared = 1;
    public const int Exclusive = 2;
    public const int NonBlocking = 4;
    public const int Unlock = 8;

    public const int NoSuchFile = 2;
    public const int Interrupted = 4;
    public const int NoSpace = 28;

    public static readonly int CloseOnExec = OperatingSystem.IsMacOS() ? 0x100_0000 : 0x8_0000;
    public static readonly int WouldBlock = OperatingSystem.IsMacOS() ? 35 : 11;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "creat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Create(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, byte* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Flock(SafeFileHandle file, int operation);

    /// <summary>Linux only. Unlike <c>stat</c>, its record is laid out alike on every processor.</summary>
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Statx(int directory, string path, int flags, uint mask, byte* record);

    [LibraryImport("libc", EntryPoint = "stat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatMacArm(string path, byte* record);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatMacIntel(string path, byte* record);

    [LibraryImport("libc", EntryPoint = "fstat", SetLastError = true)]
    public static partial int FstatMacArm(int descriptor, byte* record);

    [LibraryImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
    public static partial int FstatMacIntel(int descriptor, byte* record);

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Statfs(string path, byte* record);
}
