namespace Sessions.Stores.Files;

internal sealed partial class Catalog
{
    private const int BuildBatch = 256;
    private const int WriteChunk = 1024 * 1024;

    /// <summary>
    /// Fills a generation from the sessions themselves. Meanwhile everybody appends to it as ever, so nobody who writes waits.
    /// </summary>
    private async ValueTask BuildAsync(CatalogTail tail, CancellationToken cancellationToken)
    {
        using var lines = new CatalogLines();
        var count = 0;
        await foreach (var key in _source.EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            if (IsKnown(tail.Table, key))
            {
                continue;
            }

            try
            {
                if (await _source.FindStoredAsync(key, cancellationToken).ConfigureAwait(false) is { } view)
                {
                    lines.Sum(Summary.Of(view), writer: null);
                }
            }
            catch (SessionDamagedException)
            {
                lines.Mark(key, Nobody);
            }

            if (++count % BuildBatch == 0 && !await TryAppendAsync(tail, lines, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        lines.Built();
        await TryAppendAsync(tail, lines, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What a builder before got to, and what is changing: that is looked at until its writer sums it up.</summary>
    private static bool IsKnown(CatalogTable table, SessionKey key)
    {
        lock (table.Gate)
        {
            return table.Find(key) is not null || table.Marks.ContainsKey(key);
        }
    }

    /// <returns>False when the generation is not the newest any more.</returns>
    private async ValueTask<bool> TryAppendAsync(CatalogTail tail, CatalogLines lines, CancellationToken cancellationToken)
    {
        using (await _locks.AcquireAsync(FileLockSet.Catalog, cancellationToken).ConfigureAwait(false))
        {
            EnsureCurrent();
            if (_appender.Generation != tail.Generation)
            {
                return false;
            }

            _appender.Append(lines.Bytes);
            lines.Clear();
            return true;
        }
    }

    private async ValueTask CompactIfLargeAsync(CancellationToken cancellationToken)
    {
        if (_appender.Length <= Math.Max(_options.CompactFrom, 4 * _appender.BaseLength))
        {
            return;
        }

        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var table = await ReadAsync(cancellationToken).ConfigureAwait(false);
            using var hold = await _locks.AcquireAsync(FileLockSet.Catalog, cancellationToken).ConfigureAwait(false);
            EnsureCurrent();
            if (_appender.Generation == _tail!.Generation && _tail.Read() == TailState.Current)
            {
                Compact(table);
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>
    /// Under the lock, with all of the old generation known. A crash between the seal and the move leaves none after the
    /// seal: the next one is then built from the sessions.
    /// </summary>
    private void Compact(CatalogTable table)
    {
        var next = _appender.Generation + 1;
        var draft = CatalogFiles.DraftOf(_directory, next);
        using (var file = CatalogFiles.Create(draft))
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

            lines.Built();
            WriteOut(0);
            lines.Header(_writer, length);
            RandomAccess.Write(file, lines.Bytes, 0);
            if (_options.FlushToDisk)
            {
                _options.OnFlush?.Invoke(draft);
                RandomAccess.FlushToDisk(file);
            }

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

        _appender.Seal();
        File.Move(draft, CatalogFiles.PathOf(_directory, next), overwrite: true);
        EnsureCurrent();
        CatalogFiles.RemoveBefore(_directory, next);
    }
}
