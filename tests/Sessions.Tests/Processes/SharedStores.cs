using Xunit;

namespace Sessions.Tests.Processes;

/// <summary>The kinds of store that several processes can share.</summary>
public static class SharedStores
{
    public static TheoryData<string> Kinds => new() { "jsonl", "filesystem" };
}
