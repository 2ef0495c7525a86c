namespace Sessions.Stores.Files;

internal sealed partial class Catalog
{
    /// <summary>How many sessions are summed up in one hold of the lock.</summary>
    private const int SettleBatch = 1024;

    /// <summary>Sums up the sessions that have been quiet for a beat, and those of writers that died.</summary>
    /// <param name="everything">Whatever their quiet: nobody changes anything any more.</param>
    /// <param name="cancellationToken">Ends it between two batches.</param>
    internal async ValueTask SettleAsync(bool everything, CancellationToken cancellationToken)
    {
        await _settling.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            var beat = _own.NextBeat();
            var quiet = _own.All.Where(change => everything || IsQuiet(change, beat)).ToList();
            foreach (var batch in quiet.Chunk(SettleBatch))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await LookAtUntoldAsync(batch, cancellationToken).ConfigureAwait(false);
                using var hold = await _locks.AcquireAsync(FileLockSet.Catalog, cancellationToken).ConfigureAwait(false);
                EnsureCurrent();
                SumUp(batch, everything);
            }

            Drain();
            if (!everything)
            {
                await KeepAnnouncedAsync(quiet.Count, cancellationToken).ConfigureAwait(false);
                await SettleDeadAsync(cancellationToken).ConfigureAwait(false);
                await CompactIfLargeAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _settling.Release();
        }
    }

    /// <summary>
    /// A session that never rests appends nothing here, so its writer would not see that somebody removed the file that says
    /// so, and that another process began one that does not.
    /// </summary>
    private async ValueTask KeepAnnouncedAsync(int settled, CancellationToken cancellationToken)
    {
        if (settled == 0 && !_own.IsEmpty)
        {
            using var hold = await _locks.AcquireAsync(FileLockSet.Catalog, cancellationToken).ConfigureAwait(false);
            EnsureCurrent();
        }
    }

    /// <summary>Lets go of what was told, also where nobody ever lists. Whoever reads just now does it himself.</summary>
    private void Drain()
    {
        if (_reading.Wait(0))
        {
            try
            {
                _own.DrainInto(_tail?.Table);
            }
            finally
            {
                _reading.Release();
            }
        }
    }

    private static bool IsQuiet(OwnChange change, int beat)
    {
        lock (change)
        {
            return change.InFlight == 0 && beat - change.Beat >= 2;
        }
    }

    /// <summary>
    /// A change that was announced and told nothing has failed, or not happened: its log says which. Also where announcing
    /// failed: a part of what was written may stay.
    /// </summary>
    private async ValueTask LookAtUntoldAsync(OwnChange[] changes, CancellationToken cancellationToken)
    {
        foreach (var change in changes)
        {
            if (change.View is null && change.Gone.Length == 0)
            {
                try
                {
                    if (await _source.FindStoredAsync(change.Key, cancellationToken).ConfigureAwait(false) is { } view)
                    {
                        _own.Tell(change, view);
                    }
                }
                catch (SessionDamagedException)
                {
                    // Left to whoever lists it, and reports it there.
                    lock (change)
                    {
                        change.IsDamaged = true;
                    }
                }
            }
        }
    }

    private void SumUp(OwnChange[] changes, bool everything)
    {
        using var lines = new CatalogLines();
        var written = new List<(OwnChange Change, Session? View, string[] Gone)>(changes.Length);
        foreach (var change in changes)
        {
            lock (change)
            {
                if (change.InFlight == 0 || everything)
                {
                    Write(lines, change);
                    change.IsMarked = false;
                    written.Add((change, change.View, change.Gone));
                }
            }
        }

        if (lines.Length > 0)
        {
            _appender.Append(lines.Bytes);
        }

        foreach (var (change, view, gone) in written)
        {
            lock (change)
            {
                if (change.InFlight == 0 && change.View == view && change.Gone == gone)
                {
                    _own.Retire(change);
                }
            }
        }
    }

    private void Write(CatalogLines lines, OwnChange change)
    {
        foreach (var incarnation in change.Gone)
        {
            lines.Gone(change.Key, incarnation, change.View is null ? _writer : null);
        }

        if (change.View is { } view)
        {
            lines.Sum(Summary.Of(view), _writer);
        }
        else if (change.IsDamaged)
        {
            lines.Mark(change.Key, Nobody);
            lines.Done(change.Key, _writer);
        }
        else if (change.Gone.Length == 0)
        {
            lines.Done(change.Key, _writer);
        }
    }

    /// <summary>Says of the sessions of dead writers what they did not come to say.</summary>
    private async ValueTask SettleDeadAsync(CancellationToken cancellationToken)
    {
        if (_tail?.Table is not { } table)
        {
            return;
        }

        List<(SessionKey Key, string Writer)> left;
        lock (table.Gate)
        {
            left = [.. table.Marks.SelectMany(static pair => pair.Value.Select(writer => (pair.Key, writer)))];
        }

        foreach (var marks in left.GroupBy(static mark => mark.Writer))
        {
            if (marks.Key != _writer && !WriterLiveness.IsAlive(_directory, marks.Key))
            {
                foreach (var batch in marks.Chunk(SettleBatch))
                {
                    await SettleDeadAsync(table, batch, cancellationToken).ConfigureAwait(false);
                }

                if (marks.Key != Nobody)
                {
                    WriterLiveness.TryRemoveDead(_directory, marks.Key);
                }
            }
        }
    }

    private async ValueTask SettleDeadAsync(
        CatalogTable table, (SessionKey Key, string Writer)[] marks, CancellationToken cancellationToken)
    {
        using var lines = new CatalogLines();
        foreach (var (key, writer) in marks)
        {
            string? known;
            lock (table.Gate)
            {
                known = table.Find(key)?.Incarnation;
            }

            try
            {
                if (await _source.FindStoredAsync(key, cancellationToken).ConfigureAwait(false) is { } view)
                {
                    lines.Sum(Summary.Of(view), writer);
                }
                else if (known is not null)
                {
                    lines.Gone(key, known, writer);
                }
                else
                {
                    lines.Done(key, writer);
                }
            }
            catch (SessionDamagedException)
            {
                if (writer != Nobody)
                {
                    lines.Mark(key, Nobody);
                    lines.Done(key, writer);
                }
            }
        }

        if (lines.Length > 0)
        {
            using var hold = await _locks.AcquireAsync(FileLockSet.Catalog, cancellationToken).ConfigureAwait(false);
            EnsureCurrent();
            _appender.Append(lines.Bytes);
        }
    }
}
