using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Sessions.Stores.Files;

/// <summary>
/// One open lock file: an exclusive lock between processes, and in its first 16 bytes the line of those who wait for it
/// (see <see cref="LockLine"/>). Not thread-safe.
/// </summary>
internal abstract class LockFile : IDisposable
{
    /// <summary>The open file.</summary>
    protected abstract SafeFileHandle Handle { get; }

    /// <summary>Opens a lock file, creating it when it is missing.</summary>
    public static LockFile Open(string path) =>
        OperatingSystem.IsWindows() ? new WindowsLockFile(path) : UnixLockFile.OpenOrCreate(path);

    /// <summary>Opens a lock file if it is there.</summary>
    public static LockFile? TryOpenToLook(string path) =>
        !OperatingSystem.IsWindows() ? UnixLockFile.TryOpen(path)
        : File.Exists(path) ? new WindowsLockFile(path)
        : null;

    /// <summary>Takes the lock if nobody has it; never waits.</summary>
    public abstract bool TryLock();

    /// <summary>Like <see cref="TryLock"/>, but several who only look do not take each other for holders.</summary>
    public abstract bool TryLockToLook();

    /// <summary>Gives the lock back.</summary>
    public abstract void Unlock();

    /// <summary>Whether the file still has a name: false once somebody deleted it. Cheaper than <see cref="IsCurrent"/>.</summary>
    public abstract bool HasName();

    /// <summary>Whether the path still leads to this file: false once somebody deleted or replaced it.</summary>
    public abstract bool IsCurrent();

    /// <summary>Reads who waits. What is not there yet, or cut short, reads as zero.</summary>
    public LockLine ReadLine()
    {
        Span<byte> bytes = stackalloc byte[LockLine.Size];
        bytes.Clear();
        _ = RandomAccess.Read(Handle, bytes, fileOffset: 0);
        return new LockLine(
            BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));
    }

    /// <summary>Replaces the whole line. Only for who holds the lock.</summary>
    public void WriteLine(LockLine line)
    {
        Span<byte> bytes = stackalloc byte[LockLine.Size];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, line.WantedUntil);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], line.LastTurn);
        Write(bytes);
    }

    /// <summary>Tells the holder that somebody waits, without touching the rest of the line.</summary>
    public void WriteWanted(long until)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, until);
        Write(bytes);
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    private void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(Handle, bytes, fileOffset: 0);
        }
        catch (IOException)
        {
            // The line makes waiting fair, nothing else. On a full disk the locks work on without it,
            // so that what needs no space, such as deleting, can still be done.
        }
    }
}
