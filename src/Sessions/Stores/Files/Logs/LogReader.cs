using System.Buffers;

namespace Sessions.Stores.Files;

/// <summary>Reads a log from its last snapshot on, without or under the lock of its session.</summary>
internal static class LogReader
{
    private const int BlockSize = 64 * 1024;

    // The whole beginning of a snapshot line. A line break is never within a line, so this is found nowhere else.
    private static ReadOnlySpan<byte> SnapshotMark => "\n{\"f\":1,\"s\":"u8;

    /// <summary>Begins a fold at the last snapshot of a log.</summary>
    public static LogFold Begin(LogFile file, SessionKey key, ILogSink? sink) => new(key, FindLastSnapshot(file), sink);

    /// <summary>Folds the whole lines that follow; what is behind the last one is left alone.</summary>
    /// <returns>Whether bytes follow that are no whole line.</returns>
    public static bool Read(LogFile file, LogFold fold)
    {
        using var lines = new LineScanner(file, fold.End);
        while (fold.Seal is null && lines.TryNext(out var line, out var position))
        {
            fold.Apply(line, position);
        }

        return fold.Seal is null && lines.HasRest;
    }

    /// <summary>Where the last snapshot begins; zero where there is none.</summary>
    private static long FindLastSnapshot(LogFile file)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize + SnapshotMark.Length);
        try
        {
            for (var end = file.Length; end > 0;)
            {
                var start = Math.Max(0, end - BlockSize);

                // As much further as a mark needs that begins before the end, and none that begins there: that one was looked at.
                var wanted = (int)(end - start) + SnapshotMark.Length - 1;
                var count = file.Read(buffer.AsSpan(0, wanted), start);
                var found = buffer.AsSpan(0, count).LastIndexOf(SnapshotMark);
                if (found >= 0 && IsWhole(file, start + found + 1))
                {
                    return start + found + 1;
                }

                end = found >= 0 ? start + found : start;
            }

            return 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsWhole(LogFile file, long position)
    {
        using var lines = new LineScanner(file, position);
        return lines.TryNext(out _, out _);
    }
}
