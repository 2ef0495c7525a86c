using System.Collections.Concurrent;

namespace Sessions.Stores.FileSystem;

/// <summary>
/// Writes projections behind the commits of one store: a single loop that sleeps while nothing changes, gathers what changed
/// within an interval, and writes each session once. It never fails a commit.
/// </summary>
internal sealed class Projector : IAsyncDisposable
{
    // How many folders are looked at before what has just changed gets its turn again.
    private const int CheckSlice = 256;

    private readonly SessionProjection _projection;
    private readonly FileSystemLayout _layout;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly ProjectorEvents _events;
    private readonly FailedRuns _failed;
    private readonly ConcurrentDictionary<SessionKey, byte> _changed = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;
    private IEnumerator<string>? _unchecked;
    private int _signalled;
    private int _disposed;

    public Projector(
        SessionProjection projection, FileSystemLayout layout, TimeSpan interval, bool check, TimeProvider time, ProjectorEvents events)
    {
        _projection = projection;
        _layout = layout;
        _interval = interval;
        _time = time;
        _events = events;
        _failed = new FailedRuns(time);
        _unchecked = check ? layout.Folders().GetEnumerator() : null;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Tells that a session has changed. Never waits.</summary>
    public void Changed(SessionKey key)
    {
        if (_changed.TryAdd(key, 0) && Interlocked.Exchange(ref _signalled, 1) == 0)
        {
            _signal.Release();
        }
    }

    /// <summary>Brings up to date what has changed, and what is found to be missing or behind.</summary>
    /// <exception cref="SessionStoreUnavailableException">Some of it could not be written; it is tried again in the background.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Exception? failure = null;
            while (Check(cancellationToken))
            {
                failure = await WriteAsync(retryAll: false, cancellationToken).ConfigureAwait(false) ?? failure;
            }

            failure = await WriteAsync(retryAll: true, cancellationToken).ConfigureAwait(false) ?? failure;
            if (failure is not null)
            {
                throw new SessionStoreUnavailableException($"Not all projections could be written: {failure.Message}", failure);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>As <see cref="FlushAsync"/>, after looking at every session there is.</summary>
    public async ValueTask CheckAllAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        _unchecked?.Dispose();
        _unchecked = _layout.Folders().GetEnumerator();
        _turn.Release();
        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the folder of a session that is gone; where that fails, it is tried again in the background.</summary>
    public async ValueTask RemoveAsync(SessionKey key)
    {
        try
        {
            await _projection.RemoveAsync(key, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (IsPassing(error))
        {
            _events.Failed(key, error);
            Changed(key);
        }
    }

    /// <summary>Ends the loop after writing all that is outstanding.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            await _loop.ConfigureAwait(false);
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        try
        {
            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (SessionStoreUnavailableException)
        {
            // Told and counted when it happened; whoever opens the store again finds it behind and makes it good.
        }

        // The semaphores have nothing to give back, and a commit that is just ending may still signal.
        _unchecked?.Dispose();
        _stopping.Dispose();
    }

    private async Task LoopAsync()
    {
        var stop = _stopping.Token;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await _turn.WaitAsync(stop).ConfigureAwait(false);
                bool more;
                try
                {
                    more = Check(stop);
                    await WriteAsync(retryAll: false, stop).ConfigureAwait(false);
                }
                finally
                {
                    _turn.Release();
                }

                if (!more)
                {
                    await PauseAsync(stop).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>Waits for a change and then for those that come with it; where something failed, only until it is tried again.</summary>
    private async ValueTask PauseAsync(CancellationToken stop)
    {
        if (_failed.Count == 0)
        {
            await _signal.WaitAsync(stop).ConfigureAwait(false);
            Volatile.Write(ref _signalled, 0);
        }

        await Task.Delay(_interval, _time, stop).ConfigureAwait(false);
    }

    /// <summary>Looks at the next folders; what is missing or behind counts as changed.</summary>
    /// <returns>Whether there are more.</returns>
    private bool Check(CancellationToken cancellationToken)
    {
        for (var i = 0; _unchecked is not null && i < CheckSlice; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (!_unchecked.MoveNext())
                {
                    _unchecked.Dispose();
                    _unchecked = null;
                }
                else if (!_projection.IsCurrent(_unchecked.Current)
                    && _projection.FindKey(_unchecked.Current) is { } key)
                {
                    _changed.TryAdd(key, 0);
                }
            }
            catch (Exception error) when (IsPassing(error))
            {
                _events.Failed(default, error);
            }
        }

        return _unchecked is not null;
    }

    /// <returns>The last failure; null when all was written.</returns>
    private async ValueTask<Exception?> WriteAsync(bool retryAll, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        foreach (var key in _failed.Due(retryAll))
        {
            _changed.TryAdd(key, 0);
        }

        foreach (var (key, _) in _changed)
        {
            // Taken before it is read: what changes from here on counts again.
            _changed.TryRemove(key, out _);
            try
            {
                await _projection.RunAsync(key, cancellationToken).ConfigureAwait(false);
                _failed.Remove(key);
                _events.Succeeded();
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                _changed.TryAdd(key, 0);
                throw;
            }
            catch (Exception error) when (IsPassing(error))
            {
                failure = error;
                _failed.Add(key);
                _events.Failed(key, error);
            }
        }

        return failure;
    }

    /// <summary>Whatever befalls one session is told and counted, and keeps no other from its turn.</summary>
    private static bool IsPassing(Exception error) => error is not OperationCanceledException;
}
