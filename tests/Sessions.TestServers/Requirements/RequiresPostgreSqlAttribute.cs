using Sessions.Testing;

namespace Sessions.TestServers;

/// <summary>All conformance tests of the class need <see cref="PostgreSqlServer"/>.</summary>
public sealed class RequiresPostgreSqlAttribute : RequirementAttribute
{
    /// <inheritdoc/>
    public override string? Unmet => PostgreSqlServer.Missing;
}
