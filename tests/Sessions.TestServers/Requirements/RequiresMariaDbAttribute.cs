using Sessions.Testing;

namespace Sessions.TestServers;

/// <summary>All conformance tests of the class need <see cref="MariaDbServer"/>.</summary>
public sealed class RequiresMariaDbAttribute : RequirementAttribute
{
    /// <inheritdoc/>
    public override string? Unmet => MariaDbServer.Missing;
}
