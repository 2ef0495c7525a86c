namespace Sessions.Stores.Files;

/// <summary>A whole line that does not read. Whoever reads without the lock looks again under it before he tells anyone.</summary>
internal sealed class LineDamageException(long position, string message, Exception? inner = null) : Exception(message, inner)
{
    public long Position { get; } = position;
}
