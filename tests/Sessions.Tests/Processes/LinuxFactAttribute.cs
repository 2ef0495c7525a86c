using Xunit;

namespace Sessions.Tests.Processes;

/// <summary>A test that looks at open descriptors in <c>/proc</c>, and is skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Only Linux shows in /proc what a process has open.";
}
