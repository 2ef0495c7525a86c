using Sessions.Serialization;

namespace Sessions.Stores.Files;

/// <summary>What is planned under the lock and not written yet.</summary>
internal struct LogBatch
{
    /// <summary>The lines.</summary>
    public LineWriter Writer;

    /// <summary>Where in the file they go.</summary>
    public long Base;

    /// <summary>The view after them; null where there is no session.</summary>
    public Session? View;

    /// <summary>The first operation that has lines among them; null when there are none.</summary>
    public LogOperation? Pending;

    /// <summary>Where the next line goes.</summary>
    public readonly long End => Base + Writer.Length;
}
