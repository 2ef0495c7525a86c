namespace Sessions.Serialization;

/// <summary>A stored record does not read. The one exception of every reader here; whoever knows the file turns it into an error that names it.</summary>
internal sealed class LineFormatException(string reason, int? newerFormat = null) : FormatException(reason)
{
    /// <summary>The format version of a record that a newer build wrote: no damage, but nothing this build can read. Null for damage.</summary>
    public int? NewerFormat { get; } = newerFormat;
}
