using Xunit;

namespace Sessions.Tests.Processes;

/// <summary>A test that mounts a file system of its own, and is skipped, with the reason, where none may be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute() => Skip = TmpfsDirectory.Unavailable;
}
