using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;

namespace Sessions.Sql;

/// <summary>The store's open connections, with the commands that were prepared on them. A broken one is thrown away.</summary>
internal sealed class SqlConnections : IAsyncDisposable
{
    private readonly DbDataSource _source;
    private readonly SqlDialect _dialect;
    private readonly bool _prepares;
    private readonly ConcurrentStack<SqlConnectionSlot> _free = new();
    private readonly SemaphoreSlim _places;
    private readonly int _count;
    private volatile bool _disposed;
    private volatile int _generation;

    public SqlConnections(DbDataSource source, SqlDialect dialect, int count, bool prepares)
    {
        _source = source;
        _dialect = dialect;
        _prepares = prepares;
        _count = count;
        _places = new SemaphoreSlim(count, count);
    }

    /// <summary>Entered for as long as a connection is used, by all stores that share it.</summary>
    public SemaphoreSlim? Gate { get; set; }

    /// <summary>Says why nobody gets a connection any more; those that there are, are closed then.</summary>
    public Func<SessionException?>? Lost { get; set; }

    public async ValueTask<SqlConnectionSlot> RentAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        var entered = false;
        try
        {
            if (Gate is not null)
            {
                await Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
                entered = true;
            }

            if (Lost?.Invoke() is { } refusal)
            {
                await CloseFreeAsync().ConfigureAwait(false);
                throw refusal;
            }

            while (_free.TryPop(out var slot))
            {
                if (slot.Connection.State == ConnectionState.Open && slot.Generation == _generation)
                {
                    return slot;
                }

                await CloseAsync(slot).ConfigureAwait(false);
            }

            return await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Release(entered);
            throw;
        }
    }

    /// <summary>None of the connections that there are is used again: the server at their other end is not the one to speak to any more.</summary>
    public void Renew() => Interlocked.Increment(ref _generation);

    public async ValueTask ReturnAsync(SqlConnectionSlot slot)
    {
        if (slot is { IsBroken: false, HasUnprepared: true } && !_disposed)
        {
            _ = PrepareAsync(slot);
        }
        else
        {
            await PutAwayAsync(slot).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for those who are at work, and closes all.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        for (var i = 0; i < _count; i++)
        {
            await _places.WaitAsync().ConfigureAwait(false);
        }

        await CloseFreeAsync().ConfigureAwait(false);
    }

    private async ValueTask CloseFreeAsync()
    {
        while (_free.TryPop(out var slot))
        {
            await slot.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask CloseAsync(SqlConnectionSlot slot)
    {
        if (slot.Generation != _generation && !slot.IsBroken && slot.Connection.State == ConnectionState.Open)
        {
            await slot.EndAsync().ConfigureAwait(false);
        }

        await slot.DisposeAsync().ConfigureAwait(false);
    }

    private async Task PrepareAsync(SqlConnectionSlot slot)
    {
        await slot.PrepareAsync().ConfigureAwait(false);
        await PutAwayAsync(slot).ConfigureAwait(false);
    }

    private async ValueTask PutAwayAsync(SqlConnectionSlot slot)
    {
        try
        {
            if (slot.IsBroken || _disposed || slot.Generation != _generation || Lost?.Invoke() is not null)
            {
                await CloseAsync(slot).ConfigureAwait(false);
            }
            else
            {
                _free.Push(slot);
            }
        }
        finally
        {
            Release(Gate is not null);
        }
    }

    private void Release(bool entered)
    {
        if (entered)
        {
            Gate!.Release();
        }

        _places.Release();
    }

    private async ValueTask<SqlConnectionSlot> OpenAsync(CancellationToken cancellationToken)
    {
        var generation = _generation;
        var connection = await SqlOpening.OpenAsync(_source, cancellationToken).ConfigureAwait(false);
        var slot = new SqlConnectionSlot(connection, _dialect, _prepares) { Generation = generation };
        if (_dialect.OnConnect is { } greeting)
        {
            try
            {
                await slot.ExecuteAsync(greeting, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await slot.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        return slot;
    }
}
