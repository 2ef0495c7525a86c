namespace Sessions.Stores.Files;

/// <summary>A view, and the log to read more from. Dispose it.</summary>
/// <param name="Open">The log; null when there is no session.</param>
/// <param name="View">The view; null when there is no session. It may have expired.</param>
/// <param name="IsPublished">Whether what is held in memory covers the view.</param>
/// <param name="IsOwn">Whether the file was opened for this reading alone.</param>
internal readonly record struct LogReading(OpenLog? Open, Session? View, bool IsPublished, bool IsOwn) : IDisposable
{
    public void Dispose()
    {
        if (IsOwn)
        {
            Open?.File.Dispose();
        }
    }
}
