using Xunit;

namespace Sessions.Tests.Refusals;

/// <summary>Every argument of the manager's methods and of the objects given to them, wrong in each way it can be.</summary>
public sealed class RefusalTests
{
    private static readonly Dictionary<string, Refusal> All = NameRefusals.All
        .Concat(CreateRefusals.All).Concat(CommitRefusals.All).Concat(ReadRefusals.All)
        .ToDictionary(refusal => refusal.Name);

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Is_refused_in_words_and_changes_nothing(string refusal) => All[refusal].ProveAsync();
}
