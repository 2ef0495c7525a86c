using System.Buffers;

namespace Sessions.Stores.Files;

/// <summary>A part of a log in memory, for reading lines at known places from the end to the beginning.</summary>
internal sealed class LogWindow(LogFile file) : IDisposable
{
    private const int BlockSize = 32 * 1024;
    private const int FirstGuess = 4 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
    private long _from;
    private int _count;

    /// <summary>The line at a place, with its line break; valid until the next call.</summary>
    /// <param name="position">Where it begins.</param>
    /// <param name="limit">Where it has ended at the latest.</param>
    public ReadOnlySpan<byte> LineAt(long position, long limit)
    {
        if (TryFind(position, out var line))
        {
            return line;
        }

        var dense = limit - position <= BlockSize;
        Load(dense ? Math.Max(0, limit - BlockSize) : position, dense ? limit : Math.Min(limit, position + FirstGuess));
        for (long guess = FirstGuess; !TryFind(position, out line); guess *= 4)
        {
            if (_from + _count >= limit || guess > int.MaxValue / 8)
            {
                throw new LineDamageException(position, "no line begins here, though a record says so.");
            }

            Load(position, Math.Min(limit, position + (guess * 4)));
        }

        return line;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private bool TryFind(long position, out ReadOnlySpan<byte> line)
    {
        line = default;
        if (position < _from || position >= _from + _count)
        {
            return false;
        }

        var held = _buffer.AsSpan((int)(position - _from), _count - (int)(position - _from));
        var length = held.IndexOf((byte)'\n') + 1;
        line = held[..length];
        return length > 0;
    }

    private void Load(long from, long to)
    {
        if (to - from > _buffer.Length)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent((int)(to - from));
        }

        _from = from;
        _count = file.Read(_buffer.AsSpan(0, (int)(to - from)), from);
    }
}
