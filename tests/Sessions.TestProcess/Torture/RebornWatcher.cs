using Sessions.Events;

namespace Sessions.TestProcess.Torture;

/// <summary>Follows one life of a session after the other: each feed must be of one incarnation, without gaps, and end when it is deleted.</summary>
internal sealed class RebornWatcher(SessionManager manager)
{
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var lives = 0;
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var id = RebornTask.Sessions[i % RebornTask.Sessions.Count];
            try
            {
                lives += await FollowAsync(id, stop) ? 1 : 0;
            }
            catch (Exception error) when (error is SessionNotFoundException or SessionBusyException || (error is OperationCanceledException && stop.IsCancellationRequested))
            {
                await Task.Yield();
            }
        }

        return lives;
    }

    private async Task<bool> FollowAsync(string id, CancellationToken stop)
    {
        string? incarnation = null;
        var version = 0L;
        await foreach (var change in manager.WatchAsync(id, 0, cancellationToken: stop))
        {
            switch (change)
            {
                case SessionChange.Ended { Reason: Stores.RemovalReason.Deleted }:
                    return true;
                case SessionChange.Happened { Event: var happened }:
                    if (happened.Version != ++version)
                    {
                        throw new InvalidOperationException($"A watcher of {id} was told version {happened.Version} where {version} was next.");
                    }

                    if (happened is MessageAppended { Message.Content: var content } && content != (incarnation ??= content))
                    {
                        throw new InvalidOperationException($"A watcher of {id} was told of {incarnation} and {content}.");
                    }

                    break;
                default:
                    throw new InvalidOperationException($"A watcher of {id} was told {change}.");
            }
        }

        throw new InvalidOperationException($"A watcher of {id} was left without an end.");
    }
}
