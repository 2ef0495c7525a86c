using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sessions.Testing;

/// <summary>Makes a case of a fact that looks at the requirements of its class.</summary>
internal sealed class RequiringFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo fact) =>
        new RequiringTestCase(DiagnosticMessageSink, options, method);
}
