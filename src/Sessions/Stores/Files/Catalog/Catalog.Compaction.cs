using Microsoft.Win32.SafeHandles;

namespace Sessions.Stores.Files;

internal sealed partial class Catalog
{
    private const int WriteChunk = 1024 * 1024;

    private async ValueTask CompactIfLargeAsync(CancellationToken cancellationToken)
    {
        if (_appender.Length <= Math.Max(_options.CompactFrom, 4 * _appender.BaseLength))
        {
            return;
        }

        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ReadAsync(cancellationToken).ConfigureAwait(false);
            await CompactAsync(_tail!, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>
    /// Writes the next generation while everybody appends to this one as ever; what they append meanwhile is copied as it stands,
    /// under the lock, behind what it changes.
    /// </summary>
    private async ValueTask CompactAsync(CatalogTail tail, CancellationToken cancellationToken)
    {
        var draft = CatalogFiles.DraftOf(_directory, tail.Generation + 1, _writer);
        try
        {
            using var file = CatalogFiles.Create(draft);
            var known = tail.Offset;
            var length = WriteTable(file, tail.Table);
            Flush(file, draft);
            using var hold = await _locks.AcquireAsync(FileLockSet.Catalog, cancellationToken).ConfigureAwait(false);
            EnsureCurrent();
            if (_appender.Generation == tail.Generation && tail.Read() == TailState.Current)
            {
                length += tail.CopySince(known, file, length);
                Finish(file, draft, length);
                file.Dispose();
                SwitchTo(draft, tail.Generation + 1);
            }
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>All but the line that ends it, behind a header that does not yet know how much that is.</summary>
    private long WriteTable(SafeFileHandle file, CatalogTable table)
    {
        using var lines = new CatalogLines();
        var length = 0L;
        lines.Header(_writer, 0);
        lock (table.Gate)
        {
            foreach (var summary in table.All)
            {
                lines.Sum(summary, writer: null);
                WriteOut(WriteChunk);
            }

            foreach (var (key, writers) in table.Marks)
            {
                foreach (var writer in writers)
                {
                    lines.Mark(key, writer);
                    WriteOut(WriteChunk);
                }
            }
        }

        WriteOut(0);
        return length;

        void WriteOut(int from)
        {
            if (lines.Length > from)
            {
                RandomAccess.Write(file, lines.Bytes, length);
                length += lines.Length;
                lines.Clear();
            }
        }
    }

    private void Finish(SafeFileHandle file, string draft, long length)
    {
        using var lines = new CatalogLines();
        lines.Built();
        RandomAccess.Write(file, lines.Bytes, length);
        length += lines.Length;
        lines.Clear();
        lines.Header(_writer, length);
        RandomAccess.Write(file, lines.Bytes, 0);
        Flush(file, draft);
    }

    private void Flush(SafeFileHandle file, string draft)
    {
        if (_options.FlushToDisk)
        {
            _options.OnFlush?.Invoke(draft);
            RandomAccess.FlushToDisk(file);
        }
    }

    /// <summary>
    /// Under the lock, with all of the old generation in the new one. A crash between the seal and the move leaves none after the
    /// seal: the next one is then built from the sessions.
    /// </summary>
    private void SwitchTo(string draft, long next)
    {
        _appender.Seal();
        File.Move(draft, CatalogFiles.PathOf(_directory, next), overwrite: true);
        EnsureCurrent();
        CatalogFiles.RemoveBefore(_directory, next);
        CatalogFiles.RemoveDraftsUpTo(_directory, next);
    }
}
