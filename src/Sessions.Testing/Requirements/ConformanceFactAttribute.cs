using Xunit;
using Xunit.Sdk;

namespace Sessions.Testing;

/// <summary>A fact that is skipped where a <see cref="RequirementAttribute"/> of its test class is not met.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Sessions.Testing.RequiringFactDiscoverer", "Sessions.Testing")]
public sealed class ConformanceFactAttribute : FactAttribute;
