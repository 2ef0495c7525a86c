using Xunit;
using Xunit.Sdk;

namespace Sessions.Testing;

/// <summary>A theory that is skipped where a <see cref="RequirementAttribute"/> of its test class is not met.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Sessions.Testing.RequiringTheoryDiscoverer", "Sessions.Testing")]
public sealed class ConformanceTheoryAttribute : TheoryAttribute;
