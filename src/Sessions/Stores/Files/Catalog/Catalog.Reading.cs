namespace Sessions.Stores.Files;

internal sealed partial class Catalog
{
    private static readonly TimeSpan BuilderPoll = TimeSpan.FromMilliseconds(20);

    /// <summary>A table that knows all that the file tells, and what this writer did.</summary>
    private async ValueTask<CatalogTable> RefreshAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            var table = await ReadAsync(cancellationToken).ConfigureAwait(false);
            _own.DrainInto(table);
            _readFailed = 0;
            return table;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SessionStoreUnavailableException)
        {
            Failed(ref _readFailed, error);
            return await ReadSessionsAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>
    /// Where there is no whole catalog, and none can be written: on a disk that is full or may only be read. Slow, since every
    /// session is opened, and right.
    /// </summary>
    private async ValueTask<CatalogTable> ReadSessionsAsync(CancellationToken cancellationToken)
    {
        var table = new CatalogTable();
        await foreach (var key in _source.EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                if (await _source.FindStoredAsync(key, cancellationToken).ConfigureAwait(false) is { } view)
                {
                    table.Apply(Summary.Of(view));
                }
            }
            catch (SessionDamagedException)
            {
                table.Mark(key, Nobody);
            }
        }

        return table;
    }

    private async ValueTask<CatalogTable> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _tail ??= OpenAnew(CatalogFiles.Newest(_directory));
            var tail = _tail;
            switch (tail?.Read() ?? TailState.Missing)
            {
                case TailState.Current when tail!.IsBuilt:
                    return tail.Table;
                case TailState.Current:
                    await GetBuiltAsync(tail!, cancellationToken).ConfigureAwait(false);
                    break;
                case TailState.Damaged:
                    await ReplaceAsync(tail!, cancellationToken).ConfigureAwait(false);
                    break;
                case TailState.Sealed when TryFollow(tail!):
                    break;
                default:
                    await BeginAsync(cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
    }

    private CatalogTail? OpenAnew(long generation)
    {
        _tail?.Dispose();
        _tail = generation == 0 ? null : CatalogTail.TryOpen(_directory, generation, new CatalogTable());
        _own.Requeue();
        return _tail;
    }

    /// <summary>From a generation read to its end to the next: what that repeats is known already.</summary>
    private bool TryFollow(CatalogTail from)
    {
        var next = CatalogTail.TryOpen(_directory, from.Generation + 1, from.Table);
        if (next is null)
        {
            return false;
        }

        if (next.TrySkipBase())
        {
            from.Dispose();
            _tail = next;
            return true;
        }

        next.Dispose();
        return OpenAnew(from.Generation + 1) is not null;
    }

    /// <summary>Where there is none, or none after a seal: under the lock, what is newest counts, and if there is none, it begins.</summary>
    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        using (await _locks.AcquireAsync(FileLockSet.Catalog, cancellationToken).ConfigureAwait(false))
        {
            EnsureCurrent();
        }

        OpenAnew(_appender.Generation);
    }

    /// <summary>Seals a generation that is damaged, if it still is under the lock; the next one is built from the sessions.</summary>
    private async ValueTask ReplaceAsync(CatalogTail tail, CancellationToken cancellationToken)
    {
        using (await _locks.AcquireAsync(FileLockSet.Catalog, cancellationToken).ConfigureAwait(false))
        {
            EnsureCurrent();
            if (_appender.Generation == tail.Generation)
            {
                if (tail.Read() != TailState.Damaged)
                {
                    return;
                }

                _appender.Seal();
                EnsureCurrent();
            }
        }

        OpenAnew(_appender.Generation);
    }

    /// <summary>Waits until a living builder is done, or takes its place.</summary>
    private async ValueTask GetBuiltAsync(CatalogTail tail, CancellationToken cancellationToken)
    {
        if (tail.Builder is { } builder && builder != _writer && WriterLiveness.IsAlive(_directory, builder))
        {
            await Task.Delay(BuilderPoll, _options.Timers, cancellationToken).ConfigureAwait(false);
            return;
        }

        using (await _locks.AcquireAsync(FileLockSet.Catalog, cancellationToken).ConfigureAwait(false))
        {
            EnsureCurrent();
            if (_appender.Generation != tail.Generation || tail.Read() != TailState.Current || tail.IsBuilt
                || (tail.Builder is { } other && other != _writer && WriterLiveness.IsAlive(_directory, other)))
            {
                return;
            }

            using var lines = new CatalogLines();
            lines.Building(_writer);
            _appender.Append(lines.Bytes);
        }

        await BuildAsync(tail, cancellationToken).ConfigureAwait(false);
    }
}
