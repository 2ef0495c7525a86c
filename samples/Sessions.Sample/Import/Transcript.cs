using System.Collections.Immutable;

namespace Sessions.Sample.Import;

/// <summary>One conversation of a file.</summary>
/// <param name="SessionId">The session that it becomes.</param>
/// <param name="Metadata">What the file says of it beside its messages.</param>
/// <param name="Messages">Its messages, in order.</param>
internal sealed record Transcript(
    string SessionId, IReadOnlyDictionary<string, JsonText> Metadata, ImmutableArray<TranscriptMessage> Messages)
{
    /// <summary>
    /// For each number of messages, a hash of that many from the beginning: by it a session that holds a part of this
    /// transcript is told from one that holds something else.
    /// </summary>
    public ImmutableArray<string> Prefixes { get; } = TranscriptHash.Prefixes(Messages);
}
