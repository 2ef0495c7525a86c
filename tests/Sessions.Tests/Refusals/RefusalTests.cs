using Xunit;

namespace Sessions.Tests.Refusals;

/// <summary>Every argument of the manager's methods and of the objects given to them, wrong in each way it can be, over each store.</summary>
public sealed class RefusalTests
{
    private static readonly Dictionary<string, Refusal> All = NameRefusals.All
        .Concat(CreateRefusals.All).Concat(CommitRefusals.All).Concat(UpdateRefusals.All).Concat(ReadRefusals.All).Concat(FilterRefusals.All)
        .ToDictionary(refusal => refusal.Name);

    public static TheoryData<string, string> Names
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var kind in RefusalBed.Kinds)
            {
                foreach (var name in All.Keys)
                {
                    all.Add(kind, name);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task Is_refused_in_words_and_changes_nothing(string store, string refusal) => All[refusal].ProveAsync(store);
}
