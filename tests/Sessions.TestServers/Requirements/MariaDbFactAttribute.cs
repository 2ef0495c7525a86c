using Xunit;

namespace Sessions.TestServers;

/// <summary>A fact that needs <see cref="MariaDbServer"/>; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MariaDbFactAttribute : FactAttribute
{
    /// <summary>Looks for the server's programs.</summary>
    public MariaDbFactAttribute() => Skip = MariaDbServer.Missing;
}
