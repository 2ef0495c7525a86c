using Microsoft.Win32.SafeHandles;

namespace Sessions.Stores.Files;

/// <summary>
/// Appends to the newest generation. Every use is under the catalog's lock, so whatever stands at the end without a line
/// feed was left by a crash, and is cut.
/// </summary>
internal sealed class CatalogAppender(string directory, string writer, CatalogOptions options) : IDisposable
{
    private SafeFileHandle? _file;
    private string _path = "";
    private long _end = -1;

    /// <summary>The generation that is open; zero before the first use.</summary>
    public long Generation { get; private set; }

    /// <summary>How long it is, after <see cref="EnsureCurrent"/>.</summary>
    public long Length => _end;

    /// <summary>How much of it repeats the generation before.</summary>
    public long BaseLength { get; private set; }

    /// <summary>Opens the newest generation, beginning one where there is none or the last is sealed.</summary>
    public void EnsureCurrent()
    {
        if (_file is null || !File.Exists(_path))
        {
            Open(CatalogFiles.Newest(directory));
        }

        while (FindEnd())
        {
            var newest = CatalogFiles.Newest(directory);
            Open(newest > Generation ? newest : 0, sealedOne: newest);
        }
    }

    /// <summary>Appends lines, after <see cref="EnsureCurrent"/> under the same hold of the lock.</summary>
    public void Append(ReadOnlySpan<byte> lines)
    {
        var end = _end;

        // Unknown until the write has succeeded: a part of it may stay.
        _end = -1;
        RandomAccess.Write(_file!, lines, end);
        if (options.FlushToDisk)
        {
            options.OnFlush?.Invoke(_path);
            RandomAccess.FlushToDisk(_file!);
        }

        _end = end + lines.Length;
    }

    /// <summary>Ends the generation; the next one is what <see cref="EnsureCurrent"/> finds or begins.</summary>
    public void Seal()
    {
        using var lines = new CatalogLines();
        lines.Seal(Generation + 1);
        Append(lines.Bytes);
        _end = -1;
    }

    public void Dispose() => _file?.Dispose();

    private void Open(long generation, long sealedOne = 0)
    {
        _file?.Dispose();
        _file = null;
        _end = -1;
        var found = generation > 0;
        Generation = found ? generation : CatalogFiles.NextAfter(sealedOne, options.Timers);
        _path = CatalogFiles.PathOf(directory, Generation);
        _file = found ? CatalogFiles.TryOpen(_path, FileAccess.ReadWrite) : CatalogFiles.Create(_path);
        if (_file is null)
        {
            throw new IOException($"The catalog '{_path}' went away under its lock. Only Sessions may remove it while the store is in use.");
        }

        if (!found)
        {
            CatalogFiles.RemoveBefore(directory, Generation);
        }
    }

    /// <summary>Learns where the file ends, if others may have written.</summary>
    /// <returns>Whether it is sealed.</returns>
    private bool FindEnd()
    {
        var length = RandomAccess.GetLength(_file!);
        if (length == _end)
        {
            return false;
        }

        var last = LastLine(ref length);
        _end = length;
        if (length == 0)
        {
            using var header = new CatalogLines();
            header.Header(writer, 0);
            Append(header.Bytes);
            BaseLength = 0;
            return false;
        }

        ReadBaseLength();
        var line = new CatalogLine();
        return last.AsSpan().IndexOf("\"seal\":"u8) >= 0 && line.TryRead(last) && line.Record == CatalogRecord.Seal;
    }

    private byte[] LastLine(ref long length)
    {
        for (var size = 1024; length > 0; size *= 8)
        {
            var bytes = new byte[Math.Min(size, length)];
            var start = length - bytes.Length;
            RandomAccess.Read(_file!, bytes, start);
            var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
            if (whole == 0 && start > 0)
            {
                continue;
            }

            if (whole < bytes.Length)
            {
                length = start + whole;
                RandomAccess.SetLength(_file!, length);
            }

            var from = whole == 0 ? 0 : bytes.AsSpan(0, whole - 1).LastIndexOf((byte)'\n') + 1;
            if (from > 0 || start == 0)
            {
                return bytes[from..whole];
            }
        }

        return [];
    }

    private void ReadBaseLength()
    {
        var bytes = new byte[256];
        var read = RandomAccess.Read(_file!, bytes, 0);
        var end = bytes.AsSpan(0, read).IndexOf((byte)'\n') + 1;
        var line = new CatalogLine();
        BaseLength = line.TryRead(bytes.AsSpan(0, end)) ? line.BaseLength : 0;
    }
}
