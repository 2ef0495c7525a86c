using FluentAssertions;
using Sessions.Events;
using Sessions.Stores;
using Xunit;

namespace Sessions.Tests.Stores.Files.Catalog;

public sealed class CatalogCleanupTests : CatalogTestBase
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Expired_ones_are_not_listed_and_are_candidates()
    {
        var one = Open();
        var other = Open();
        await CreateAsync(one, "short", idle: Hour);
        await CreateAsync(one, "long", idle: 3 * Hour);
        await RestAsync(one);
        Engine.Pass(2 * Hour);
        (await IdsAsync(other)).Should().Equal("long");
        (await other.CountAsync("", SessionFilter.All)).Should().Be(1);
        (await other.CandidatesAsync(new CleanupRule(), Engine.Now, 10)).Should().Equal(new SessionKey("short"));
        (await other.CandidatesAsync(new CleanupRule { Partition = "elsewhere" }, Engine.Now, 10)).Should().BeEmpty();
    }

    [Fact]
    public async Task One_that_was_used_since_lives_on_and_is_not_asked_about_again()
    {
        var one = Open();
        var other = Open();
        await CreateAsync(one, "a", idle: Hour);
        await RestAsync(one);
        Engine.Pass(Hour / 2);

        // Its process died before it could tell.
        Engine.Touch("a");
        await one.AbandonAsync();
        Engine.Pass(Hour * 3 / 4);
        (await other.CountAsync("", SessionFilter.All)).Should().Be(1);
        (await IdsAsync(other)).Should().Equal("a");
        (await other.CandidatesAsync(new CleanupRule(), Engine.Now, 10)).Should().BeEmpty();
        Engine.Looks = 0;
        (await other.CandidatesAsync(new CleanupRule(), Engine.Now, 10)).Should().BeEmpty();
        Engine.Looks.Should().Be(0);

        await RestAsync(other);
        var third = Open();
        Engine.Looks = 0;
        (await third.CandidatesAsync(new CleanupRule(), Engine.Now, 10)).Should().BeEmpty();
        Engine.Looks.Should().Be(0, "it was written down");
    }

    [Fact]
    public async Task Each_expired_one_is_looked_at_once_by_lists()
    {
        var catalog = Open();
        for (var i = 0; i < 10; i++)
        {
            await CreateAsync(catalog, $"s{i}", idle: Hour);
        }

        Engine.Pass(2 * Hour);
        (await IdsAsync(catalog)).Should().BeEmpty();
        Engine.Looks = 0;
        (await IdsAsync(catalog)).Should().BeEmpty();
        (await catalog.CountAsync("", SessionFilter.All)).Should().Be(0);
        Engine.Looks.Should().Be(0);
    }

    [Fact]
    public async Task Finished_and_unused_ones_are_candidates_pinned_ones_never()
    {
        var catalog = Open();
        foreach (var id in new[] { "done", "idle", "pinned", "fresh" })
        {
            await CreateAsync(catalog, id);
        }

        await CommitAsync(catalog, new SessionKey("done"), () => Engine.Commit(new SessionKey("done"), default, new StatusChanged(SessionStatus.Completed)));
        await CommitAsync(catalog, new SessionKey("pinned"), () => Engine.Commit(new SessionKey("pinned"), default, new PinChanged(true)));
        Engine.Pass(10 * Hour);
        await UpdateAsync(catalog, "fresh");
        (await catalog.CandidatesAsync(new CleanupRule { FinishedFor = 5 * Hour }, Engine.Now, 10)).Should().Equal(new SessionKey("done"));
        (await catalog.CandidatesAsync(new CleanupRule { FinishedFor = 20 * Hour }, Engine.Now, 10)).Should().BeEmpty();
        (await catalog.CandidatesAsync(new CleanupRule { UnusedFor = 5 * Hour }, Engine.Now, 10)).Select(static key => key.Id)
            .Should().BeEquivalentTo("done", "idle");
        (await catalog.CandidatesAsync(new CleanupRule { UnusedFor = 5 * Hour, FinishedFor = 5 * Hour }, Engine.Now, 1)).Should().ContainSingle();
    }

    [Fact]
    public async Task Candidates_cost_what_is_due_and_what_is_taken_is_gone()
    {
        var catalog = Open();
        for (var i = 0; i < 500; i++)
        {
            await CreateAsync(catalog, $"s{i}", idle: i % 50 == 0 ? Hour : null);
        }

        await RestAsync(catalog);
        await catalog.CountAsync("", SessionFilter.All);
        Engine.Pass(2 * Hour);
        Engine.Looks = 0;
        var taken = 0;
        for (var batch = 0; batch < 4; batch++)
        {
            foreach (var key in await catalog.CandidatesAsync(new CleanupRule(), Engine.Now, 4))
            {
                await RemoveAsync(catalog, key.Id);
                taken++;
            }
        }

        taken.Should().Be(10);
        Engine.Looks.Should().Be(10);
        (await Open().CountAsync("", SessionFilter.All)).Should().Be(490);
    }
}
