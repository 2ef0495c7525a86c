using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Sessions.Stores.Files;

/// <summary>
/// A locked byte far behind the end of the file, so that the mandatory locks of Windows hinder nobody from reading the line.
/// The lock belongs to this handle, and goes with it when the process dies. By design; not proven on a machine.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsLockFile(string path) : LockFile
{
    private const long LockedByte = 1L << 40;
    private const int LockViolation = unchecked((int)0x80070021);

    private readonly FileStream _file = new(
        path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    /// <inheritdoc/>
    protected override SafeFileHandle Handle => _file.SafeFileHandle;

    /// <inheritdoc/>
    public override bool TryLock()
    {
        try
        {
            _file.Lock(LockedByte, 1);
            return true;
        }
        catch (IOException e) when (e.HResult == LockViolation)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    /// <remarks>.NET has no shared lock here, so of two who look at once one may take a dead writer for a live one.</remarks>
    public override bool TryLockToLook() => TryLock();

    /// <inheritdoc/>
    public override void Unlock() => _file.Unlock(LockedByte, 1);

    /// <inheritdoc/>
    public override bool HasName() => IsCurrent();

    /// <inheritdoc/>
    public override bool IsCurrent() => File.Exists(path);

    /// <inheritdoc/>
    public override void Dispose() => _file.Dispose();
}
