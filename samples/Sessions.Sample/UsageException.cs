namespace Sessions.Sample;

/// <summary>The command line is not one that the sample understands: exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
