using Xunit;

namespace Sessions.TestServers;

/// <summary>A theory that needs <see cref="MariaDbServer"/>; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MariaDbTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for the server's programs.</summary>
    public MariaDbTheoryAttribute() => Skip = MariaDbServer.Missing;
}
