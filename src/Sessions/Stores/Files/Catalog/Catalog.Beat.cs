namespace Sessions.Stores.Files;

internal sealed partial class Catalog
{
    /// <summary>Starts the timer when there is something to write behind; one look at a field while it runs.</summary>
    private void Wake()
    {
        if (Volatile.Read(ref _awake) == 0 && Interlocked.Exchange(ref _awake, 1) == 0 && _disposed == 0)
        {
            _timer.Change(_options.Beat, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task BeatAsync()
    {
        try
        {
            await SettleAsync(everything: false, _stop.Token).ConfigureAwait(false);
            _writeFailed = 0;
        }
        catch (Exception error) when (_stop.IsCancellationRequested && error is OperationCanceledException or ObjectDisposedException)
        {
            // It ends.
        }
        catch (Exception error)
        {
            // Nothing is lost: the marks stay, and so does what is to be told.
            Failed(ref _writeFailed, error);
        }
        finally
        {
            Volatile.Write(ref _awake, 0);
            if (!_own.IsEmpty)
            {
                Wake();
            }
        }
    }

    /// <summary>A disk that is full stays so for many beats: who watches over it is told when it begins, not four times a second.</summary>
    private void Failed(ref int failed, Exception error)
    {
        if (Interlocked.Exchange(ref failed, 1) == 0)
        {
            _options.OnFailed?.Invoke(error);
        }
    }
}
