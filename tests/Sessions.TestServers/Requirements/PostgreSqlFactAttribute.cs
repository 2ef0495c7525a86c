using Xunit;

namespace Sessions.TestServers;

/// <summary>A fact that needs <see cref="PostgreSqlServer"/>; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlFactAttribute : FactAttribute
{
    /// <summary>Looks for the server's programs.</summary>
    public PostgreSqlFactAttribute() => Skip = PostgreSqlServer.Missing;
}
