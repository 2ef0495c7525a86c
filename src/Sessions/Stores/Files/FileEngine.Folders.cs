namespace Sessions.Stores.Files;

internal sealed partial class FileEngine
{
    /// <summary>Does something where a session is not, under the lock that whoever makes it again has to take.</summary>
    /// <returns>Whether it was done; false where there is a log.</returns>
    public async ValueTask<bool> WhenGoneAsync(SessionKey key, Action work, CancellationToken cancellationToken) => await RunAsync(
        key,
        (SessionLog log, ref LogBatch batch) =>
        {
            if (batch.View is not null || File.Exists(log.Path))
            {
                return false;
            }

            work();
            return true;
        },
        cancellationToken).ConfigureAwait(false);
}
