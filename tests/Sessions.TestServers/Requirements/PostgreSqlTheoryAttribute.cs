using Xunit;

namespace Sessions.TestServers;

/// <summary>A theory that needs <see cref="PostgreSqlServer"/>; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for the server's programs.</summary>
    public PostgreSqlTheoryAttribute() => Skip = PostgreSqlServer.Missing;
}
