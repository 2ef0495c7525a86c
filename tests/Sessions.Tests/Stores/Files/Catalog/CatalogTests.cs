using Sessions.Events;
using FluentAssertions;
using Sessions.Stores;
using Xunit;

namespace Sessions.Tests.Stores.Files.Catalog;

public sealed class CatalogTests : CatalogTestBase
{
    [Fact]
    public async Task What_another_process_is_changing_is_listed_at_once()
    {
        var one = Open();
        var other = Open();
        await CreateAsync(one, "a");
        await CreateAsync(one, "b");
        (await IdsAsync(other)).Should().Equal("b", "a");

        await UpdateAsync(one, "a");
        (await IdsAsync(other)).Should().Equal("a", "b");
        (await IdsAsync(one)).Should().Equal("a", "b");
    }

    [Fact]
    public async Task A_quiet_session_is_summed_up_and_not_looked_at_any_more()
    {
        var one = Open();
        var other = Open();
        for (var i = 0; i < 10; i++)
        {
            await CreateAsync(one, $"s{i}");
        }

        await other.CountAsync("", SessionFilter.All);
        Engine.Looks.Should().Be(10, "ten are marked");
        await RestAsync(one);
        await other.CountAsync("", SessionFilter.All);
        Engine.Looks = 0;
        (await other.CountAsync("", SessionFilter.All)).Should().Be(10);
        Engine.Looks.Should().Be(0);
    }

    [Fact]
    public async Task A_burst_costs_one_mark_and_one_summary()
    {
        var catalog = Open();
        await CreateAsync(catalog, "a");
        for (var i = 0; i < 100; i++)
        {
            await UpdateAsync(catalog, "a");
        }

        CatalogLines().Count(static line => line.Contains("\"mark\"")).Should().Be(1);
        await RestAsync(catalog);
        CatalogLines().Count(static line => line.Contains("\"sum\"")).Should().Be(1);
        await UpdateAsync(catalog, "a");
        CatalogLines().Count(static line => line.Contains("\"mark\"")).Should().Be(2);
    }

    [Fact]
    public async Task A_commit_under_way_keeps_its_mark_however_long_it_takes()
    {
        var one = Open();
        var other = Open();
        await CreateAsync(one, "a");
        await CreateAsync(one, "b");
        await RestAsync(one);
        (await IdsAsync(other)).Should().Equal("b", "a");

        var change = await one.BeforeCommitAsync(new SessionKey("a"));
        await RestAsync(one);
        Engine.Pass(TimeSpan.FromMinutes(1));
        var view = Engine.Update("a");
        (await IdsAsync(other)).Should().Equal("a", "b");
        change.Changed(view);
        change.Dispose();
        await RestAsync(one);
        CatalogLines()[^1].Should().Contain("\"sum\":\"a\"");
    }

    [Fact]
    public async Task A_commit_that_failed_ends_its_mark()
    {
        var one = Open();
        var other = Open();
        await CreateAsync(one, "a");
        (await one.BeforeCommitAsync(new SessionKey("a"))).Dispose();
        (await one.BeforeCommitAsync(new SessionKey("never"))).Dispose();
        await RestAsync(one);
        (await IdsAsync(other)).Should().Equal("a");
        Engine.Looks = 0;
        await other.CountAsync("", SessionFilter.All);
        Engine.Looks.Should().Be(0);
    }

    [Fact]
    public async Task Disposing_writes_out_everything()
    {
        var one = Open();
        await CreateAsync(one, "a", idle: TimeSpan.FromHours(1));
        one.Changed(Engine.Touch("a"));
        await one.DisposeAsync();
        Directory.GetFiles(Path.Combine(Store, "writers")).Should().BeEmpty();
        var other = Open();
        await other.CountAsync("", SessionFilter.All);
        Engine.Looks = 0;
        (await other.CountAsync("", SessionFilter.All)).Should().Be(1);
        Engine.Looks.Should().Be(0);
    }

    [Fact]
    public async Task What_is_removed_is_gone_for_all_and_stays_gone()
    {
        var one = Open();
        var other = Open();
        await CreateAsync(one, "a");
        await CreateAsync(other, "b");
        (await IdsAsync(one)).Should().Equal("b", "a");
        await RemoveAsync(other, "a");
        (await IdsAsync(one)).Should().Equal("b");

        // The late summary of who did not know tells of an incarnation that is gone.
        await RestAsync(other);
        await RestAsync(one);
        var third = Open();
        Engine.Looks = 0;
        (await third.CountAsync("", SessionFilter.All)).Should().Be(1);
        (await one.CountAsync("", SessionFilter.All)).Should().Be(1);
    }

    [Fact]
    public async Task An_id_used_again_is_its_new_incarnation()
    {
        var one = Open();
        var other = Open();
        await CreateAsync(one, "a", user: "old");
        await RestAsync(one);
        await RemoveAsync(other, "a");
        await CreateAsync(other, "a", user: "new");
        await RestAsync(other);
        (await one.CountAsync("", new SessionFilter { UserId = "new" })).Should().Be(1);
        (await one.CountAsync("", new SessionFilter { UserId = "old" })).Should().Be(0);
    }

    [Fact]
    public async Task Every_filter_is_answered_by_summaries_as_by_views()
    {
        var one = Open();
        var key = new SessionKey("x");
        await CommitAsync(one, key, () => Engine.Create(
            "x", "u\"\n", tags: ["t1", "t2"], channel: Channel.Mcp, metadata: SortedMap<JsonText>.Empty.Set("k", 1)));
        await CreateAsync(one, "y");
        await CommitAsync(one, new SessionKey("y"), () => Engine.Commit(new SessionKey("y"), default, new StatusChanged(SessionStatus.Failed)));
        await one.DisposeAsync();
        var at = Engine.Sessions[key].CreatedAt;
        var filters = new (SessionFilter Filter, string[] Ids)[]
        {
            (new() { UserId = "u\"\n" }, ["x"]),
            (new() { AnyTags = ["t1", "t9"] }, ["x"]),
            (new() { AllTags = ["t1", "t9"] }, []),
            (new() { Channel = Channel.Mcp }, ["x"]),
            (new() { Channel = Channel.Default }, ["y"]),
            (new() { Statuses = [SessionStatus.Failed] }, ["y"]),
            (new() { Metadata = new Dictionary<string, JsonText> { ["k"] = 1 } }, ["x"]),
            (new() { Metadata = new Dictionary<string, JsonText> { ["k"] = 2 } }, []),
            (new() { CreatedFrom = at, CreatedBefore = at.AddTicks(1) }, ["x"]),
            (new() { UpdatedFrom = at.AddTicks(1) }, ["y"]),
            (new() { UpdatedBefore = at.AddTicks(1) }, ["x"]),
        };
        var other = Open();
        foreach (var (filter, ids) in filters)
        {
            (await IdsAsync(other, new SessionQuery { Filter = filter })).Should().Equal(ids, filter.ToString());
            (await other.CountAsync("", filter)).Should().Be(ids.Length);
        }
    }

    [Fact]
    public async Task Partitions_are_apart_and_reserved_ones_are_listed_only_by_name()
    {
        var catalog = Open();
        await CreateAsync(catalog, "a");
        await CreateAsync(catalog, "b", partition: "$user:eve");
        await CreateAsync(catalog, "c", partition: "$pools");
        (await IdsAsync(catalog)).Should().Equal("a");
        (await IdsAsync(catalog, new SessionQuery { Partition = null })).Should().Equal("b", "a");
        (await IdsAsync(catalog, new SessionQuery { Partition = "$pools" })).Should().Equal("c");
        (await catalog.CountAsync(null, SessionFilter.All)).Should().Be(2);
        (await catalog.CountAsync("$pools", SessionFilter.All)).Should().Be(1);
    }

    [Fact]
    public async Task A_damaged_session_is_reported_and_does_not_stop_the_list()
    {
        var catalog = Open();
        await CreateAsync(catalog, "a");
        await CreateAsync(catalog, "bad");
        await CreateAsync(catalog, "c");
        await catalog.DisposeAsync();
        Engine.Damaged.Add(new SessionKey("bad"));
        var page = await Open().QueryAsync(new SessionQuery());
        page.Sessions.Select(static session => session.Id).Should().Equal("c", "a");
        page.Unreadable.Should().ContainSingle().Which.SessionId.Should().Be("bad");
    }
}
