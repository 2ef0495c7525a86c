namespace Sessions.Stores.Files;

internal sealed partial class FileEngine
{
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Waits for a write of this process, which is told at once, or of another, for which the file is looked at: often while it
    /// is young, seldom when nothing happens.
    /// </summary>
    public async ValueTask<RemovalReason?> WaitAsync(SessionKey key, string incarnation, long version, CancellationToken cancellationToken)
    {
        var pause = ShortestLook;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_disposed, this);
            var log = _logs.Get(key);
            var written = log.NextWrite;
            var view = log.TryReadWarm(out _, out var warm) ? warm : await FindStoredAsync(key, cancellationToken).ConfigureAwait(false);
            if (view is null || view.Incarnation != incarnation || view.IsExpired(Now))
            {
                return Removals.Find(incarnation);
            }

            if (view.Version > version)
            {
                return null;
            }

            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var look = Task.Delay(pause, TimeProvider.System, ended.Token);
            await Task.WhenAny(written, look).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
            pause = TimeSpan.FromTicks(Math.Min(LongestLook.Ticks, pause.Ticks * 2));
        }
    }
}
