using System.Data;
using System.Diagnostics;
using Npgsql;
using Sessions.Sql;

namespace Sessions.PostgreSql;

/// <summary>
/// Hears what other processes have changed, on one connection, from when somebody first waits. It trusts the connection only while
/// it hears its own questions on it: behind a pooler that passes connections around one can listen, and hears nothing.
/// </summary>
/// <param name="source">Gives the connection.</param>
/// <param name="isShared">Whether others get it afterwards.</param>
/// <param name="me">What this process's own notifications are known by.</param>
/// <param name="sender">Sends its questions.</param>
/// <param name="failed">Hears, once each time, that nothing is heard any more.</param>
internal sealed class NotificationListener(NpgsqlDataSource source, bool isShared, string me, NotificationSender sender, Action<Exception> failed) : IAsyncDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private Task? _loop;
    private volatile bool _hears;
    private bool _answered;
    private int _failures;

    /// <summary>A session was changed by another process.</summary>
    public Action<string> Told { get; set; } = static _ => { };

    /// <summary>Any session may have been.</summary>
    public Action ToldAll { get; set; } = static () => { };

    /// <summary>Whether what others say is heard now.</summary>
    public bool Hears
    {
        get
        {
            if (_loop is null)
            {
                Start();
            }

            return _hears;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        Task? loop;
        lock (_lock)
        {
            loop = _loop;
        }

        if (loop is not null)
        {
            await loop.ConfigureAwait(false);
        }

        _closing.Dispose();
    }

    private void Start()
    {
        lock (_lock)
        {
            if (!_closing.IsCancellationRequested)
            {
                _loop ??= Apart.Run(ListenAsync);
            }
        }
    }

    private async Task ListenAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync(_closing.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (FeedErrors.IsExpected(error))
            {
                if (_closing.IsCancellationRequested)
                {
                    return;
                }

                if (_hears)
                {
                    // From now on everybody looks for himself, and at once, since something may have been missed already.
                    _hears = false;
                    ToldAll();
                }

                if (_failures == 0)
                {
                    failed(error);
                }

                await FeedErrors.WaitAsync(_failures++, LongestPause, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenOnceAsync(CancellationToken cancellationToken)
    {
        var connection = (NpgsqlConnection)await SqlOpening.OpenAsync(source, cancellationToken).ConfigureAwait(false);
        await using var disposal = connection.ConfigureAwait(false);
        connection.Notification += (_, notification) => Hear(notification.Payload);
        var channel = await FeedChannel.FindAsync(connection, cancellationToken).ConfigureAwait(false);
        try
        {
            var listen = new NpgsqlCommand($"LISTEN \"{channel.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
            await using (listen.ConfigureAwait(false))
            {
                await listen.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            await AskAndHearAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException error)
        {
            FeedErrors.Leave(source, error);
            throw;
        }
        finally
        {
            if (isShared && connection.State == ConnectionState.Open)
            {
                await FallSilentAsync(connection).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Pools can be told not to put right what somebody did to a connection.</summary>
    private static async ValueTask FallSilentAsync(NpgsqlConnection connection)
    {
        using var bound = new CancellationTokenSource(Farewell);
        try
        {
            var unlisten = new NpgsqlCommand("UNLISTEN *", connection);
            await using var disposal = unlisten.ConfigureAwait(false);
            await unlisten.ExecuteNonQueryAsync(bound.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (FeedErrors.IsExpected(error))
        {
            // It leads nowhere any more, and nobody gets it.
        }
    }

    private async ValueTask AskAndHearAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            _answered = false;
            sender.Ask();
            await WaitAsync(connection, AnswerWithin, untilAnswered: true, cancellationToken).ConfigureAwait(false);
            if (!_answered)
            {
                throw new TimeoutException("The server takes the question whether notifications arrive, and it does not arrive itself.");
            }

            if (!_hears)
            {
                (_hears, _failures) = (true, 0);
                ToldAll();
            }

            await WaitAsync(connection, AskEvery, untilAnswered: false, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask WaitAsync(NpgsqlConnection connection, TimeSpan time, bool untilAnswered, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (time - Stopwatch.GetElapsedTime(began) is { TotalMilliseconds: >= 1 } left && !(untilAnswered && _answered))
        {
            await connection.WaitAsync(left, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Hear(string payload)
    {
        var (who, rows) = Notification.Read(payload);
        if (who == me)
        {
            // What this process changed, it told itself already.
            _answered |= rows.Count == 0;
            return;
        }

        foreach (var row in rows)
        {
            if (row == Notification.Everything)
            {
                ToldAll();
            }
            else
            {
                Told(row);
            }
        }
    }
}
