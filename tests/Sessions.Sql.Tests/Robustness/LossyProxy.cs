using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Sessions.Sql.Tests.Robustness;

/// <summary>Stands between a store and its server, and cuts a connection when it is told to.</summary>
internal sealed class LossyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly ConcurrentBag<Link> _links = [];
    private readonly ConcurrentBag<Task> _pumps = [];
    private readonly Lock _lock = new();
    private readonly int _server;
    private readonly Task _accepting;
    private Loss _loss;
    private int _after;
    private long _requests;

    public LossyProxy(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>How often something was sent to the server: what is sent at once and is short counts once.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Cuts a connection at a request after so many more.</summary>
    public void Lose(Loss loss, int after = 0)
    {
        lock (_lock)
        {
            (_loss, _after) = (loss, after);
        }
    }

    /// <summary>Cuts off all callers; the server does not notice.</summary>
    public void CutAll()
    {
        foreach (var link in _links)
        {
            link.IsOrphaned = true;
            link.Client.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        await _accepting;
        await Task.WhenAll(_pumps);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                _sockets.Add(client);
                var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                _sockets.Add(server);
                await server.ConnectAsync(IPAddress.Loopback, _server, _stop.Token);
                var link = new Link(client, server);
                _links.Add(link);
                _pumps.Add(Task.Run(() => RequestsAsync(link)));
                _pumps.Add(Task.Run(() => AnswersAsync(link)));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                // The test is over, or whoever connected is gone again.
            }
        }
    }

    private Loss Next()
    {
        lock (_lock)
        {
            if (_loss is Loss.None || _after-- > 0)
            {
                return Loss.None;
            }

            Cuts++;
            var loss = _loss;
            _loss = Loss.None;
            return loss;
        }
    }

    private async Task RequestsAsync(Link link) => await PumpAsync(link.Client, async bytes =>
    {
        Interlocked.Increment(ref _requests);
        var loss = Next();
        if (loss is Loss.Request)
        {
            link.Client.Dispose();
            link.Server.Dispose();
            return;
        }

        link.LosesAnswer = loss is Loss.Answer;
        link.IsOrphaned = loss is Loss.Caller;
        await link.Server.SendAsync(bytes);
        if (loss is Loss.Caller)
        {
            link.Client.Dispose();
        }
    }, () => (link.IsOrphaned ? link.Client : link.Server).Dispose());

    private static async Task AnswersAsync(Link link) => await PumpAsync(link.Server, async bytes =>
    {
        if (link.LosesAnswer)
        {
            link.Client.Dispose();
        }

        await link.Client.SendAsync(bytes);
    }, link.Client.Dispose);

    private static async Task PumpAsync(Socket from, Func<ReadOnlyMemory<byte>, Task> forward, Action end)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer.AsMemory()) is > 0 and var count)
            {
                await forward(buffer.AsMemory(0, count));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // One of the two ends is gone, on purpose most often.
        }

        end();
    }

    private sealed class Link(Socket client, Socket server)
    {
        public Socket Client => client;

        public Socket Server => server;

        public volatile bool LosesAnswer;

        /// <summary>Whether the server is left with a connection that nobody uses any more.</summary>
        public volatile bool IsOrphaned;
    }
}
