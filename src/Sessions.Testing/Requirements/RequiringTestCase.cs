using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sessions.Testing;

/// <summary>A test that is skipped where a requirement of its class is not met.</summary>
internal sealed class RequiringTestCase : XunitTestCase
{
    /// <summary>For the test framework, which makes it from what it has stored.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("Called by the test framework.")]
    public RequiringTestCase()
    {
    }

    internal RequiringTestCase(IMessageSink diagnostics, ITestFrameworkDiscoveryOptions options, ITestMethod method)
        : base(diagnostics, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method)
    {
    }

    internal static string? Unmet(ITestMethod method) =>
        method.TestClass.Class.GetCustomAttributes(typeof(RequirementAttribute))
            .Select(requirement => requirement.GetNamedArgument<string?>(nameof(RequirementAttribute.Unmet)))
            .FirstOrDefault(unmet => unmet is not null);

    protected override string? GetSkipReason(IAttributeInfo factAttribute) => base.GetSkipReason(factAttribute) ?? Unmet(TestMethod);
}
