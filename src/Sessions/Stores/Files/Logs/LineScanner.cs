using System.Buffers;

namespace Sessions.Stores.Files;

/// <summary>Reads the lines of a log forwards.</summary>
internal sealed class LineScanner : IDisposable
{
    private const int BlockSize = 64 * 1024;

    private readonly LogFile _file;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private bool _ended;

    public LineScanner(LogFile file, long position, int firstBlock = BlockSize)
    {
        _file = file;
        _buffer = ArrayPool<byte>.Shared.Rent(firstBlock);
        Position = position;
    }

    /// <summary>Where the next line begins: behind the last whole line.</summary>
    public long Position { get; private set; }

    /// <summary>After the last line: whether bytes follow that are no whole line.</summary>
    public bool HasRest => _end > _start;

    /// <summary>Gives the next whole line, with its line break; valid until the next call.</summary>
    public bool TryNext(out ReadOnlySpan<byte> line, out long position)
    {
        var searched = 0;
        while (true)
        {
            var held = _buffer.AsSpan(_start, _end - _start);
            var length = held[searched..].IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = held[..(searched + length + 1)];
                position = Position;
                _start += line.Length;
                Position += line.Length;
                return true;
            }

            searched = held.Length;
            if (_ended || !Fill())
            {
                line = default;
                position = Position;
                return false;
            }
        }
    }

    /// <summary>Goes to a place in the file: where a line begins, or anywhere followed by <see cref="SkipRest"/>.</summary>
    public void Seek(long position)
    {
        Position = position;
        _start = _end = 0;
        _ended = false;
    }

    /// <summary>Goes on to the beginning of the next line.</summary>
    public bool SkipRest() => TryNext(out _, out _);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        else if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var count = _file.Read(_buffer.AsSpan(_end), Position + _end);
        _ended = count < _buffer.Length - _end;
        _end += count;
        return count > 0;
    }
}
