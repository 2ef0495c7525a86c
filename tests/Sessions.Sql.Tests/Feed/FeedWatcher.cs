using System.Collections.Concurrent;
using System.Diagnostics;
using Sessions.Stores;

namespace Sessions.Sql.Tests.Feed;

/// <summary>Watches a session, and keeps what it is told with the moment of it.</summary>
internal sealed class FeedWatcher : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(long Version, long At)> _seen = new();
    private readonly Task _watching;

    public FeedWatcher(ISessionStore store, string id) => _watching = Task.Run(() => WatchAsync(new SessionManager(store), id));

    public long[] Versions => [.. _seen.Select(seen => seen.Version)];

    /// <summary>When a version was seen.</summary>
    public long At(long version) => _seen.First(seen => seen.Version == version).At;

    /// <summary>Waits until a version was seen.</summary>
    public async Task ReachAsync(long version) => await UntilAsync(() => _watching.IsCompleted || _seen.Any(seen => seen.Version >= version));

    public static async Task UntilAsync(Func<bool> condition)
    {
        var began = Stopwatch.GetTimestamp();
        using var polls = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!condition() && await polls.WaitForNextTickAsync())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"It did not come about in {Patience}.");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync(SessionManager manager, string id)
    {
        try
        {
            await foreach (var change in manager.WatchAsync(id, 0, cancellationToken: _stop.Token))
            {
                if (change is not SessionChange.Happened { Event: var happened })
                {
                    throw new InvalidOperationException($"{change} was not to be expected.");
                }

                _seen.Enqueue((happened.Version, Stopwatch.GetTimestamp()));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // That is its end.
        }
    }
}
