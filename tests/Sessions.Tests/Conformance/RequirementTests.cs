using System.Reflection;
using FluentAssertions;
using Sessions.Testing;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sessions.Tests.Conformance;

/// <summary>A store whose server is missing is skipped as a whole, with a reason, and never passes for having been tested.</summary>
public sealed class RequirementTests
{
    [Fact]
    public void Every_conformance_test_looks_at_the_requirements_of_its_class()
    {
        var tests = typeof(SessionStoreConformance).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .SelectMany(method => method.GetCustomAttributes<FactAttribute>())
            .ToArray();
        tests.Should().HaveCountGreaterThan(100);
        tests.Should().OnlyContain(test => test is ConformanceFactAttribute || test is ConformanceTheoryAttribute);
    }

    [Fact]
    public void Inherited_tests_of_a_class_with_an_unmet_requirement_are_skipped_with_its_reason()
    {
        Cases(typeof(Unmet)).Select(test => (test.DisplayName.Split('.')[^1], test.SkipReason)).Should().BeEquivalentTo(
            [("A_fact", "There is no server."), ("A_theory", "There is no server.")]);
        Cases(typeof(UnmetByInheritance)).Should().HaveCount(2).And.OnlyContain(test => test.SkipReason == "There is no server.");
    }

    [Fact]
    public void Tests_of_a_class_whose_requirements_are_met_run()
    {
        foreach (var type in (Type[])[typeof(Met), typeof(Base)])
        {
            Cases(type).Select(test => test.DisplayName.Split('.')[^1]).Should().BeEquivalentTo(["A_fact", "A_theory(value: 1)", "A_theory(value: 2)"]);
            Cases(type).Should().OnlyContain(test => test.SkipReason == null);
        }
    }

    private static IXunitTestCase[] Cases(Type type)
    {
        var assembly = new TestAssembly(Reflector.Wrap(type.Assembly));
        var tests = new TestClass(new TestCollection(assembly, null, "requirements"), Reflector.Wrap(type));
        var sink = new NullMessageSink();
        return [.. tests.Class.GetMethods(includePrivateMethods: false).SelectMany(method =>
            method.GetCustomAttributes(typeof(FactAttribute)).SelectMany(fact =>
            {
                var named = fact.GetCustomAttributes(typeof(XunitTestCaseDiscovererAttribute)).Single().GetConstructorArguments();
                var discoverer = Type.GetType(string.Join(", ", named), throwOnError: true);
                return ExtensibilityPointFactory.GetXunitTestCaseDiscoverer(sink, discoverer).Discover(new DefaultOptions(), new TestMethod(tests, method), fact);
            }))];
    }

    private sealed class DefaultOptions : ITestFrameworkDiscoveryOptions
    {
        public TValue GetValue<TValue>(string name) => default!;

        public void SetValue<TValue>(string name, TValue value) => throw new NotSupportedException();
    }

    private sealed class ServerAttribute : RequirementAttribute
    {
        public override string? Unmet => "There is no server.";
    }

    private sealed class NothingAttribute : RequirementAttribute
    {
        public override string? Unmet => null;
    }

    // Abstract, so that the framework does not take them for tests of this project.
    public abstract class Base
    {
        [ConformanceFact]
        public void A_fact() => Assert.Fail("It ran.");

        [ConformanceTheory]
        [InlineData(1)]
        [InlineData(2)]
        public void A_theory(int value) => Assert.Fail($"It ran on {value}.");
    }

    [Nothing]
    [Server]
    public abstract class Unmet : Base;

    public abstract class UnmetByInheritance : Unmet;

    [Nothing]
    public abstract class Met : Base;
}
