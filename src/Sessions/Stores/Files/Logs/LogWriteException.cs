namespace Sessions.Stores.Files;

/// <summary>Lines could not be written. All that were planned with them fail with it, but for those that are there whole.</summary>
internal sealed class LogWriteException(Exception inner) : Exception(inner.Message, inner);
