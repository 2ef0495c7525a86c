using FluentAssertions;
using Sessions.Stores;
using Sessions.TestProcess;
using Sessions.TestProcess.Torture;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Tests.Processes;

/// <summary>The verifier of the tests with real processes, on a store that has but one: it finds nothing, and finds what is done to it.</summary>
public sealed class TortureVerifierTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly string _log = Path.Combine(Path.GetTempPath(), $"sessions-{Guid.NewGuid():n}.log");
    private readonly ISessionStore _store = TestStores.Open("memory", "");

    public async Task InitializeAsync()
    {
        using var log = new Acknowledgements(_log);
        await new Workload(_store, log, new WorkloadPlan(TestSeed.Next(output), 0, 0, Tasks: 4, new Losses($"{_log}.losses"), Limit: 150)).RunAsync([], CancellationToken.None)
            .WaitAsync(TimeSpan.FromMinutes(1));
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        File.Delete(_log);
    }

    [Fact]
    public async Task It_finds_nothing_where_nothing_is_wrong()
    {
        var verifier = new TortureVerifier(_store);
        (await verifier.FindFaultsAsync([_log])).Should().BeEmpty();
        verifier.Commits.Should().BeGreaterThan(600);
        verifier.Compared.Should().BeGreaterThan(600);
    }

    [Fact]
    public async Task It_finds_an_acknowledged_commit_that_is_lost()
    {
        await File.AppendAllTextAsync(_log, "answered s-3 Counted.1.1.1.77 5\n");
        (await FaultsAsync(_store)).Should().Equal("s-3: Counted.1.1.1.77 was acknowledged, and is lost");
    }

    [Fact]
    public async Task It_finds_a_refused_commit_that_is_there()
    {
        var page = await _store.ReadLogAsync(new SessionKey("", "s-3"), 1, 1);
        Mark.TryParse(page!.Commits[0].Events.OfType<Events.MessageAppended>().First().Message.Content, out var mark).Should().BeTrue();
        await File.AppendAllTextAsync(_log, $"refused s-3 {mark}\n");
        (await FaultsAsync(_store)).Should().Equal($"s-3: {mark} was refused, and is there");
    }

    [Fact]
    public async Task It_takes_what_a_reader_saw_before_a_loss_for_lost()
    {
        await File.AppendAllTextAsync(_log, $"saw s-3 2 {CommitId.New()} 0\n");
        (await new TortureVerifier(_store).FindFaultsAsync([_log], losses: 1)).Should().BeEmpty();
    }

    [Fact]
    public async Task It_finds_that_a_reader_saw_something_else()
    {
        await File.AppendAllTextAsync(_log, $"saw s-3 2 {CommitId.New()} 0\n");
        (await FaultsAsync(_store)).Should().ContainSingle().Which.Should().StartWith("s-3: a reader saw commit");
    }

    [Fact]
    public async Task It_finds_a_commit_missing_in_the_middle() =>
        (await FaultsAsync(new LossyStore(_store, commits => commits.Count > 7 ? [.. commits.Take(5), .. commits.Skip(6)] : commits)))
            .Should().Contain(fault => fault.Contains("follows")).And.Contain(fault => fault.Contains("is lost"));

    [Fact]
    public async Task It_finds_a_commit_that_is_there_twice() =>
        (await FaultsAsync(new LossyStore(_store, commits => commits.Count > 7 ? [.. commits, commits[6]] : commits)))
            .Should().Contain(fault => fault.Contains("is there twice"));

    [Fact]
    public async Task It_finds_commits_out_of_order() =>
        (await FaultsAsync(new LossyStore(_store, commits => commits.Count > 7 ? [.. commits.Take(4), commits[5], commits[4], .. commits.Skip(6)] : commits)))
            .Should().Contain(fault => fault.Contains("follows"));

    [Fact]
    public async Task It_finds_half_a_commit() =>
        (await FaultsAsync(new LossyStore(_store, commits => [.. commits.Select(Halve)])))
            .Should().Contain(fault => fault.Contains("is not one that anybody made") || fault.Contains("half there"));

    private static Commit Halve(Commit commit) => commit.Events.Count < 2
        ? commit
        : new Commit(commit.Id, commit.FirstVersion, commit.AtTicks, commit.Channel, commit.EventArray[..^1]);

    private async Task<IReadOnlyList<string>> FaultsAsync(ISessionStore store) => await new TortureVerifier(store, int.MaxValue).FindFaultsAsync([_log]);
}
