using System.Threading.Channels;
using Sessions.Events;

namespace Sessions.Sample.WalkThrough;

/// <summary>Watches a session in the background, as a dashboard would, and shows what came when asked to.</summary>
internal sealed class LiveFeed : IAsyncDisposable
{
    private readonly Channel<SessionChange> _seen = System.Threading.Channels.Channel.CreateUnbounded<SessionChange>();
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _watching;

    public LiveFeed(SessionManager sessions, string id) => _watching = WatchAsync(sessions, id);

    /// <summary>The versions that came, in the order in which they came.</summary>
    public List<long> Versions { get; } = [];

    /// <summary>Shows what came, until the feed has told of a version.</summary>
    public async Task ShowThroughAsync(long version, CancellationToken cancellationToken)
    {
        while (Versions is [] || Versions[^1] < version)
        {
            if (await _seen.Reader.ReadAsync(cancellationToken) is not SessionChange.Happened { Event: var happened })
            {
                throw new WalkThroughException("the feed ended, or left something out.");
            }

            Versions.Add(happened.Version);
            Narrator.Say($"feed │ {happened.Version,2}  {happened.Channel,-4} {Describe(happened)}");
        }
    }

    /// <summary>Waits for the last word of the feed.</summary>
    public async Task<SessionChange.Ended> EndAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await _seen.Reader.ReadAsync(cancellationToken) is SessionChange.Ended ended)
            {
                return ended;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _watching;
        _stopped.Dispose();
    }

    private static string Describe(SessionEvent happened) => happened switch
    {
        SessionCreated created => $"created, for {created.UserId}",
        StateChanged state => $"state: {string.Join(", ", state.Set.Select(static pair => $"{pair.Key} = {pair.Value}"))}",
        MessageAppended { Message: var message } => $"{message.Role.ToString().ToLowerInvariant()}: {message.Content ?? "(asks for a tool)"}",
        InvocationLinked { Invocation: var invocation } => $"invocation of {invocation.Tool}, {invocation.Duration.TotalMilliseconds} ms",
        MemoryPoolBound { Pool: var pool } => $"memory pool: {pool?.Name ?? "none"}",
        UsageRecorded { Usage: var usage } => $"usage: {usage.TotalTokens} tokens",
        StatusChanged status => $"status: {status.Status.ToString().ToLowerInvariant()}",
        var other => other.Kind,
    };

    private async Task WatchAsync(SessionManager sessions, string id)
    {
        try
        {
            await foreach (var change in sessions.WatchAsync(id, cancellationToken: _stopped.Token))
            {
                _seen.Writer.TryWrite(change);
            }

            _seen.Writer.TryComplete();
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            _seen.Writer.TryComplete();
        }
        catch (SessionException error)
        {
            _seen.Writer.TryComplete(error);
        }
    }
}
