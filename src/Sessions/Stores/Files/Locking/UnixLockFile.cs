using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sessions.Stores.Files;

/// <summary>
/// <c>flock</c> on a descriptor of our own. It belongs to this one opening of the file: no other handle on the same file,
/// opened or closed by anyone in the process, takes it away, and two openings exclude each other even within a process.
/// The kernel gives it back when the process dies, however it dies.
/// </summary>
internal sealed class UnixLockFile : LockFile
{
    private const uint ReadWriteForAllButUmask = 0x1B6;

    private readonly string _path;
    private readonly FileIdentity _identity;

    private UnixLockFile(string path, SafeFileHandle handle, FileIdentity identity)
    {
        _path = path;
        Handle = handle;
        _identity = identity;
    }

    /// <inheritdoc/>
    protected override SafeFileHandle Handle { get; }

    /// <summary>Opens the file, creating it when it is missing.</summary>
    public static UnixLockFile OpenOrCreate(string path)
    {
        while (true)
        {
            if (TryOpen(path) is { } file)
            {
                return file;
            }

            int created = Retry(path, static path => LibC.Create(path, ReadWriteForAllButUmask));
            if (created >= 0)
            {
                _ = LibC.Close(created);
            }
            else if (Marshal.GetLastPInvokeError() == LibC.NoSuchFile)
            {
                RestoreDirectory(path);
            }
            else
            {
                throw Failed(path);
            }
        }
    }

    /// <summary>Opens the file if it is there.</summary>
    public static UnixLockFile? TryOpen(string path)
    {
        int descriptor = Retry(path, static path => LibC.Open(path, LibC.ReadWrite | LibC.CloseOnExec));
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError() == LibC.NoSuchFile ? null : throw Failed(path);
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        return new UnixLockFile(path, handle, FileIdentity.OfOpen(descriptor, path));
    }

    /// <inheritdoc/>
    public override bool TryLock() => TryFlock(LibC.Exclusive);

    /// <inheritdoc/>
    public override bool TryLockToLook() => TryFlock(LibC.Shared);

    /// <inheritdoc/>
    public override void Unlock() => _ = TryFlock(LibC.Unlock);

    /// <inheritdoc/>
    public override bool HasName() => FileIdentity.HasName((int)Handle.DangerousGetHandle(), _path);

    /// <inheritdoc/>
    public override bool IsCurrent() => FileIdentity.TryGet(_path, out FileIdentity now) && now == _identity;

    /// <inheritdoc/>
    public override void Dispose()
    {
        // To close it is not enough: a process that is just being started has a copy of every descriptor until it is another program.
        if (!Handle.IsClosed)
        {
            Unlock();
        }

        Handle.Dispose();
    }

    private bool TryFlock(int operation)
    {
        while (LibC.Flock(Handle, operation | LibC.NonBlocking) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error == LibC.WouldBlock)
            {
                return false;
            }

            if (error != LibC.Interrupted)
            {
                throw LockErrors.Unavailable(_path, error);
            }
        }

        return true;
    }

    /// <summary>Somebody deleted the directory of the locks: harmless, unless the store went with it.</summary>
    private static void RestoreDirectory(string path)
    {
        string locks = Path.GetDirectoryName(path)!;
        string store = Path.GetDirectoryName(locks)!;
        if (!Directory.Exists(store))
        {
            throw LockErrors.DirectoryGone(store);
        }

        Directory.CreateDirectory(locks);
    }

    private static int Retry(string path, Func<string, int> call)
    {
        int result;
        do
        {
            result = call(path);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted);

        return result;
    }

    private static Exception Failed(string path) => LockErrors.Unavailable(path, Marshal.GetLastPInvokeError());
}
