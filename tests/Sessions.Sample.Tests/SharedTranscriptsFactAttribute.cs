using Sessions.TestServers;
using Xunit;

namespace Sessions.Sample.Tests;

/// <summary>A test on the shared transcripts, which are no part of the repo.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedTranscriptsFactAttribute : FactAttribute
{
    /// <param name="server">Why the server that it also needs is missing is asked of PostgreSQL ("postgres") or MariaDB ("mysql").</param>
    public SharedTranscriptsFactAttribute(string? server = null)
    {
        Skip = server switch
        {
            "postgres" => PostgreSqlServer.Missing,
            "mysql" => MariaDbServer.Missing,
            _ => null,
        };
        if (!File.Exists(Transcripts.Shared))
        {
            Skip = $"The shared transcripts are not there ({Transcripts.Shared}); the repo's own are imported in every run.";
        }
    }
}
