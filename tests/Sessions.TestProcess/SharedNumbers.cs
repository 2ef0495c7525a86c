using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Sessions.TestProcess;

/// <summary>
/// Plain numbers in a file that several processes share, of which none can be changed in one step:
/// read, add one, write. Only a lock keeps an addition from being lost. A single number is written whole, also by a
/// process that is killed meanwhile.
/// </summary>
internal sealed class SharedNumbers : IDisposable
{
    private readonly SafeFileHandle _file;

    public SharedNumbers(string path) => _file = File.OpenHandle(
        path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    public long Read(int index)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        bytes.Clear();
        _ = RandomAccess.Read(_file, bytes, index * sizeof(long));
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    public void Write(int index, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        RandomAccess.Write(_file, bytes, index * sizeof(long));
    }

    /// <summary>Adds one, leaving others time to come in between.</summary>
    public long Increment(int index, int pause)
    {
        long value = Read(index) + 1;
        Thread.SpinWait(pause);
        Write(index, value);
        return value;
    }

    public void Dispose() => _file.Dispose();
}
