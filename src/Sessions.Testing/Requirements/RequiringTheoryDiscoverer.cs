using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sessions.Testing;

/// <summary>Makes the cases of a theory, or the one that is skipped where a requirement of its class is not met.</summary>
internal sealed class RequiringTheoryDiscoverer(IMessageSink diagnostics) : TheoryDiscoverer(diagnostics)
{
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo theory) =>
        RequiringTestCase.Unmet(method) is null
            ? base.Discover(options, method, theory)
            : [new RequiringTestCase(DiagnosticMessageSink, options, method)];
}
