using Xunit;

namespace Sessions.Tests.Processes;

/// <summary>Tests that start several processes run one after the other: together they would starve each other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessTests
{
    public const string Name = "Processes";
}
