namespace Sessions.Stores.Files;

internal sealed partial class Catalog
{
    private const int BuildBatch = 256;

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
}
