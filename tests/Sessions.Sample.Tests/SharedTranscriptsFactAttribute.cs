using Xunit;

namespace Sessions.Sample.Tests;

/// <summary>A test on the shared transcripts, which are no part of the repo.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedTranscriptsFactAttribute : FactAttribute
{
    public SharedTranscriptsFactAttribute()
    {
        if (!File.Exists(Transcripts.Shared))
        {
            Skip = $"The shared transcripts are not there ({Transcripts.Shared}); the repo's own are imported in every run.";
        }
    }
}
