using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace Sessions.Stores.Files;

/// <summary>Reads one generation from where it was left the last time, without any lock. One caller at a time.</summary>
internal sealed class CatalogTail : IDisposable
{
    private const int ChunkSize = 1024 * 1024;

    /// <summary>A little more than most lines have, so that what is set aside for them is used.</summary>
    private const int LikelyLine = 300;

    private readonly SafeFileHandle _file;
    private readonly CatalogLine _line;
    private readonly string _path;
    private long _offset;

    private CatalogTail(SafeFileHandle file, string path, long generation, CatalogTable table)
    {
        _file = file;
        _path = path;
        _line = new CatalogLine();
        Generation = generation;
        Table = table;
    }

    public long Generation { get; }

    /// <summary>Up to where the table knows it.</summary>
    public long Offset => _offset;

    public CatalogTable Table { get; }

    /// <summary>Whether the generation tells of all sessions.</summary>
    public bool IsBuilt { get; private set; }

    /// <summary>Who builds it, as long as it does not.</summary>
    public string? Builder { get; private set; }

    public static CatalogTail? TryOpen(string directory, long generation, CatalogTable table)
    {
        var path = CatalogFiles.PathOf(directory, generation);
        return CatalogFiles.TryOpen(path, FileAccess.Read) is { } file ? new CatalogTail(file, path, generation, table) : null;
    }

    /// <summary>Passes over what repeats the generation that was read to its end before.</summary>
    /// <returns>False when nothing of it does: it was built anew.</returns>
    public bool TrySkipBase()
    {
        var bytes = new byte[256];
        var read = RandomAccess.Read(_file, bytes, 0);
        var end = bytes.AsSpan(0, read).IndexOf((byte)'\n') + 1;
        if (!_line.TryRead(bytes.AsSpan(0, end)) || _line.BaseLength == 0)
        {
            return false;
        }

        _offset = _line.BaseLength;
        IsBuilt = true;
        return true;
    }

    public TailState Read()
    {
        // Looked for first: what was written before it went must still be read.
        var exists = File.Exists(_path);
        var state = ReadOn();
        return state == TailState.Current && !exists ? TailState.Missing : state;
    }

    /// <summary>Copies what was read since a place, as it stands.</summary>
    /// <returns>How much that was.</returns>
    public long CopySince(long start, SafeFileHandle target, long position)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            var copied = 0L;
            while (start + copied < _offset)
            {
                var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, _offset - start - copied));
                part = part[..RandomAccess.Read(_file, part, start + copied)];
                if (part.IsEmpty)
                {
                    throw new EndOfStreamException($"The catalog '{_path}' became shorter. Only Sessions may change it while the store is in use.");
                }

                RandomAccess.Write(target, part, position + copied);
                copied += part.Length;
            }

            return copied;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _file.Dispose();

    private TailState ReadOn()
    {
        var length = RandomAccess.GetLength(_file);
        if (length < _offset)
        {
            return TailState.Damaged;
        }

        if (length == _offset)
        {
            return TailState.Current;
        }

        Table.Expect((length - _offset) / LikelyLine);
        var size = (int)Math.Min(ChunkSize, length - _offset);
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            while (_offset < length)
            {
                var read = RandomAccess.Read(_file, buffer, _offset);
                var whole = buffer.AsSpan(0, read).LastIndexOf((byte)'\n') + 1;
                if (whole == 0)
                {
                    if (_offset + read >= length)
                    {
                        break;
                    }

                    // One line longer than all of the buffer.
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    continue;
                }

                if (Take(buffer.AsSpan(0, whole)) is { } state)
                {
                    return state;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return TailState.Current;
    }

    /// <summary>Takes in whole lines, and moves on past each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // The first use in a process reads a hundred thousand lines at once.
    private TailState? Take(ReadOnlySpan<byte> lines)
    {
        lock (Table.Gate)
        {
            while (!lines.IsEmpty)
            {
                var line = lines[..(lines.IndexOf((byte)'\n') + 1)];
                if (!_line.TryRead(line) || (_offset == 0) != (_line.Record == CatalogRecord.Header))
                {
                    return TailState.Damaged;
                }

                switch (_line.Record)
                {
                    case CatalogRecord.Seal:
                        return TailState.Sealed;
                    case CatalogRecord.Building:
                        Builder = _line.Writer;
                        break;
                    case CatalogRecord.Built:
                        IsBuilt = true;
                        break;
                    default:
                        Table.Apply(_line);
                        break;
                }

                _offset += line.Length;
                lines = lines[line.Length..];
            }
        }

        return null;
    }
}
