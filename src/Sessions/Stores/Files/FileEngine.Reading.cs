namespace Sessions.Stores.Files;

internal sealed partial class FileEngine
{
    private readonly RecentKeys _readCold = new();

    private delegate T ReadingOf<T>(SessionLog log, in LogReading reading);

    public ValueTask<Session?> FindAsync(SessionKey key, CancellationToken cancellationToken)
    {
        ThrowIfOver(cancellationToken);
        return _logs.Find(key) is { } log && log.TryReadWarm(out _, out var view)
            ? new ValueTask<Session?>(view.IsExpired(Now) ? null : view)
            : ReadAsync(key, static (SessionLog _, in LogReading reading) => reading.View, cancellationToken);
    }

    public ValueTask<LogPage?> ReadLogAsync(SessionKey key, long afterVersion, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterVersion);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ThrowIfOver(cancellationToken);
        return ReadAsync(
            key, (SessionLog _, in LogReading reading) => SessionLog.ReadLog(reading, afterVersion, limit), cancellationToken);
    }

    public ValueTask<IReadOnlyList<Message>?> ReadMessagesAsync(SessionKey key, MessageRange range, CancellationToken cancellationToken)
    {
        ThrowIfOver(cancellationToken);
        var log = _logs.Find(key);
        if (log is not null && log.TryReadWarm(out var open, out var view))
        {
            if (view.IsExpired(Now))
            {
                return default;
            }

            if (SessionLog.TryReadTail(open, view, range) is { } messages)
            {
                return new ValueTask<IReadOnlyList<Message>?>(messages);
            }
        }

        // Who reads once what nobody uses is served from the end of the file; the log is opened for who comes again.
        if (log is null && TailReader.CanRead(range) && !_readCold.IsKnown(key)
            && TailReader.TryRead(Layout.LogOf(key), key, range, Now, out var newest))
        {
            return new ValueTask<IReadOnlyList<Message>?>(newest);
        }

        return ReadAsync<IReadOnlyList<Message>>(
            key, (SessionLog log, in LogReading reading) => log.ReadMessages(reading, range), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<Session?> FindStoredAsync(SessionKey key, CancellationToken cancellationToken) =>
        ReadStoredAsync(key, static (SessionLog _, in LogReading reading) => reading.View, cancellationToken);

    public async ValueTask<Session?> FindByInvocationAsync(string partition, string invocationId, CancellationToken cancellationToken)
    {
        ThrowIfOver(cancellationToken);
        foreach (var hint in FindLinks(partition, invocationId))
        {
            var found = await ReadAsync(
                hint.Session,
                (SessionLog _, in LogReading reading) =>
                    SessionLog.Proves(reading.Open!.File, reading.View!, hint) ? reading.View : null,
                cancellationToken).ConfigureAwait(false);
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SessionKey> EnumerateAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var path in Layout.Logs())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (HeaderReader.TryRead(path) is { } key)
            {
                yield return key;
            }
        }
    }

    private void ThrowIfOver(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private List<LinkHint> FindLinks(string partition, string invocationId)
    {
        try
        {
            return Links.Find(partition, invocationId);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Unavailable(Layout.IndexDirectory, error);
        }
    }

    private ValueTask<T?> ReadAsync<T>(SessionKey key, ReadingOf<T?> read, CancellationToken cancellationToken)
        where T : class => ReadStoredAsync(
            key,
            (SessionLog log, in LogReading reading) => reading.View!.IsExpired(Now) ? null : read(log, reading),
            cancellationToken);

    private async ValueTask<T?> ReadStoredAsync<T>(SessionKey key, ReadingOf<T?> read, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var attempt = 0; ; attempt++)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var log = _logs.Get(key);
            try
            {
                using var reading = log.Read();
                if (reading.View is null)
                {
                    _logs.Drop(log);
                    return null;
                }

                return read(log, reading);
            }
            catch (ObjectDisposedException) when (!_closed)
            {
                // Closed to make room, just now; it is opened again.
            }
            catch (LineDamageException)
            {
                // Somebody may be mending it, or cutting what he could not write: under the lock nobody is.
                return await ReadLockedAsync(key, read, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw FileErrors.Unavailable(log.Path, error);
            }
        }
    }

    private ValueTask<T?> ReadLockedAsync<T>(SessionKey key, ReadingOf<T?> read, CancellationToken cancellationToken)
        where T : class => RunAsync(
            key,
            (SessionLog log, ref LogBatch batch) =>
            {
                if (log.ReadUnderLock(batch) is not { View: not null } reading)
                {
                    return null;
                }

                try
                {
                    return read(log, reading);
                }
                catch (LineDamageException damage)
                {
                    throw Repair.Damaged(reading.Open!.File, key, damage);
                }
            },
            cancellationToken);
}
