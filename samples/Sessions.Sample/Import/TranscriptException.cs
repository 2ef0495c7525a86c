namespace Sessions.Sample.Import;

/// <summary>A file of transcripts cannot be imported; the message says what is wrong and where. Nothing was written.</summary>
internal sealed class TranscriptException(string message, Exception? inner = null) : Exception(message, inner);
