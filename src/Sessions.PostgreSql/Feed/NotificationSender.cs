using Npgsql;
using Sessions.Sql;

namespace Sessions.PostgreSql;

/// <summary>
/// Tells other processes what this one has changed, behind the commits and never in their way. What comes while one notification
/// is on its way goes together in the next; what cannot be sent becomes one that says to look at everything.
/// </summary>
internal sealed class NotificationSender(NpgsqlDataSource source, string me, bool prepares, Action<Exception> failed) : IAsyncDisposable
{
    // The first change after a rest is told at once; a stream of them so often that nobody waits for long and it costs next to nothing.
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private const int MaxPending = 2_000;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _aborting = new();
    private HashSet<string> _pending = new(StringComparer.Ordinal);
    private bool _asks;
    private bool _isSending;
    private Task _loop = Task.CompletedTask;
    private NpgsqlConnection? _connection;
    private NpgsqlCommand? _command;

    /// <summary>Says that sessions were changed, as soon as may be.</summary>
    public void Send(IReadOnlyList<string> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        lock (_lock)
        {
            if (_pending.Contains(Notification.Everything) || _pending.Count + rows.Count > MaxPending)
            {
                ToldEverything();
            }
            else
            {
                _pending.UnionWith(rows);
            }

            Start();
        }
    }

    /// <summary>Sends what only this process itself takes for an answer.</summary>
    public void Ask()
    {
        lock (_lock)
        {
            _asks = true;
            Start();
        }
    }

    /// <summary>Says what is still to be said, if that takes no time, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        Task loop;
        lock (_lock)
        {
            loop = _loop;
        }

        _aborting.CancelAfter(Farewell);
        await loop.ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        _closing.Dispose();
        _aborting.Dispose();
    }

    private void ToldEverything()
    {
        _pending.Clear();
        _pending.Add(Notification.Everything);
    }

    private void Start()
    {
        if (!_isSending && !_closing.IsCancellationRequested)
        {
            _isSending = true;
            _loop = Apart.Run(SendAllAsync);
        }
    }

    private HashSet<string>? Take()
    {
        lock (_lock)
        {
            if (_pending.Count == 0 && !_asks)
            {
                _isSending = false;
                return null;
            }

            var rows = _pending;
            (_pending, _asks) = (new HashSet<string>(StringComparer.Ordinal), false);
            return rows;
        }
    }

    private async Task SendAllAsync()
    {
        var failures = 0;
        while (Take() is { } rows)
        {
            try
            {
                await SendAsync(rows).ConfigureAwait(false);
                failures = 0;
                await Task.Delay(Spacing, TimeProvider.System, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception error) when (FeedErrors.IsExpected(error))
            {
                // The commit stands; who does not hear of it finds it when he looks.
                FeedErrors.Leave(source, error);
                await CloseAsync().ConfigureAwait(false);
                if (_closing.IsCancellationRequested)
                {
                    return;
                }

                if (failures == 0)
                {
                    failed(error);
                }

                Keep(rows.Count > 0);
                await FeedErrors.WaitAsync(failures++, LongestPause, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Keep(bool changes)
    {
        lock (_lock)
        {
            _asks = true;
            if (changes)
            {
                ToldEverything();
            }
        }
    }

    private async ValueTask SendAsync(HashSet<string> rows)
    {
        _command ??= await ConnectAsync(_aborting.Token).ConfigureAwait(false);
        _command.Parameters[1].Value = Notification.Compose(me, rows);
        await _command.ExecuteNonQueryAsync(_aborting.Token).ConfigureAwait(false);
    }

    private async ValueTask<NpgsqlCommand> ConnectAsync(CancellationToken cancellationToken)
    {
        _connection = (NpgsqlConnection)await SqlOpening.OpenAsync(source, cancellationToken).ConfigureAwait(false);
        var channel = await FeedChannel.FindAsync(_connection, cancellationToken).ConfigureAwait(false);

        // A notification is a transaction of its own, and nobody waits for its being on the disk. Only for that one: whoever has the connection
        // from its pool afterwards may not find it so.
        var command = new NpgsqlCommand("SELECT pg_notify($1, payload), set_config('synchronous_commit', 'off', true) FROM unnest($2) AS payload", _connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = channel }, new NpgsqlParameter<string[]> { TypedValue = [] } },
        };
        if (prepares)
        {
            await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }

        return command;
    }

    private async ValueTask CloseAsync()
    {
        if (_command is not null)
        {
            await _command.DisposeAsync().ConfigureAwait(false);
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }

        (_command, _connection) = (null, null);
    }
}
