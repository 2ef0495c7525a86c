namespace Sessions.Serialization;

/// <summary>What can be learnt of a line without reading its events.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="FirstVersion">The version of a commit's first event; zero for what has no version.</param>
/// <param name="At">When it was written; zero for a header.</param>
/// <param name="ExpiryTicks">When the session expires as of this line. Only commits and uses say so.</param>
internal readonly record struct LineEnvelope(RecordKind Kind, long FirstVersion, long At, long ExpiryTicks);
