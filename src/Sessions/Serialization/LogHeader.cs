namespace Sessions.Serialization;

/// <summary>The first line of a log file: whose it is, however the file is named.</summary>
internal sealed record LogHeader(string Partition, string Id, long Generation)
{
    /// <summary>What kind of log it is.</summary>
    public string Log { get; init; } = "session";
}
