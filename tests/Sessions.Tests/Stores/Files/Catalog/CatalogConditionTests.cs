using FluentAssertions;
using Sessions.Filters;
using Sessions.Stores;
using Sessions.Stores.Files;
using Sessions.Testing.Model;
using Xunit;

namespace Sessions.Tests.Stores.Files.Catalog;

/// <summary>Conditions on summaries: what they can say is said without opening a session, and what they cannot is asked of it.</summary>
public sealed class CatalogConditionTests : CatalogTestBase
{
    [Fact]
    public async Task What_summaries_hold_is_counted_without_opening_a_session()
    {
        var catalog = await FilledAsync();
        (await catalog.CountAsync("", SessionField.UserId.EqualTo("u1") & SessionField.Status.EqualTo(SessionStatus.Active))).Should().Be(34);
        (await catalog.CountAsync("", SessionField.Tags.IsNull() & !SessionField.Pinned.EqualTo(true) & SessionField.Version.AtLeast(1))).Should().Be(100);
        (await catalog.CountAsync("", SessionField.FinishedAt.IsNull() & SessionField.CreatedAt.LessThan(Instants.ToOffset(Engine.Now)))).Should().Be(99);
        (await catalog.CountAsync("", SessionField.UserId.EqualTo("u1") | SessionField.State("k").IsNull() | SessionCondition.Always)).Should().Be(100);
        (await catalog.CountAsync("", SessionField.UserId.EqualTo("nobody") & SessionField.State("k").IsNull())).Should().Be(0);
        Engine.Looks.Should().Be(0);
    }

    [Fact]
    public async Task What_only_a_session_can_say_opens_no_others()
    {
        var catalog = await FilledAsync();
        (await catalog.CountAsync("", SessionField.UserId.EqualTo("u1") & SessionField.Purpose.IsNull())).Should().Be(34);
        Engine.Looks.Should().Be(34);

        Engine.Looks = 0;
        var page = await catalog.QueryAsync(new SessionQuery { Filter = SessionField.Purpose.IsNull() & SessionField.UserId.EqualTo("u2"), Limit = 5 });
        page.Sessions.Should().HaveCount(5);
        Engine.Looks.Should().Be(6, "one more than asked for tells whether another page follows");
    }

    [Fact]
    public async Task A_use_that_no_summary_tells_of_is_found()
    {
        var writer = Open();
        await CreateAsync(writer, "a");
        await CreateAsync(writer, "b");
        await RestAsync(writer);
        var reader = Open();
        var before = Instants.ToOffset(Engine.Now);
        Engine.Pass(TimeSpan.FromMinutes(1));
        Engine.Touch("b");
        foreach (var condition in (SessionCondition[])
            [SessionField.Channels.Contains(Channel.Cli), SessionField.CurrentChannel.EqualTo(Channel.Cli), SessionField.LastUsedAt.GreaterThan(before)])
        {
            (await reader.CountAsync("", condition)).Should().Be(1, condition.ToString());
            (await IdsAsync(reader, new SessionQuery { Filter = condition })).Should().Equal(["b"], condition.ToString());
        }
    }

    [Fact]
    public async Task A_long_search_ends_when_it_is_told_to()
    {
        var catalog = await FilledAsync();
        using var cancelled = new CancellationTokenSource();
        Engine.OnLook = looks =>
        {
            if (looks == 3)
            {
                cancelled.Cancel();
            }
        };
        var list = async () => await catalog.QueryAsync(new SessionQuery { Filter = SessionField.Purpose.EqualTo("none") }, cancelled.Token);
        await list.Should().ThrowAsync<OperationCanceledException>();
        Engine.Looks.Should().Be(3);
        var count = async () => await catalog.CountAsync("", SessionField.Purpose.EqualTo("none"), cancelled.Token);
        await count.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_damaged_session_that_may_be_wanted_is_reported()
    {
        var catalog = await FilledAsync();
        Engine.Damaged.Add(new SessionKey("s07"));
        (await catalog.QueryAsync(new SessionQuery { Filter = SessionField.Purpose.EqualTo("none") })).Unreadable.Should().ContainSingle();
        (await catalog.QueryAsync(new SessionQuery { Filter = SessionField.Purpose.EqualTo("none") & SessionField.Id.EqualTo("s08") })).Unreadable.Should().BeEmpty();
        (await catalog.CountAsync("", SessionField.Purpose.IsNull())).Should().Be(99);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_summary_never_says_otherwise_than_its_session(int seed)
    {
        var random = new Random(seed);
        var make = new RandomCondition(random);
        var views = Enumerable.Range(0, 20).Select(i => Engine.Create(
            $"s{i:00}", random.Next(3) == 0 ? null : make.Text(), tags: [.. Enumerable.Range(0, random.Next(3)).Select(_ => make.Text()).Distinct().Order(StringComparer.Ordinal)],
            metadata: SortedMap<JsonText>.Empty.Set(make.Key(), make.Value()))).ToList();
        var certain = 0;
        for (var i = 0; i < 2000; i++)
        {
            var condition = make.Next([views[0].CreatedAt]);
            foreach (var view in views)
            {
                var answer = ConditionEvaluator.Evaluate(condition, new SummaryFields(Summary.Of(view)));
                certain += answer == ConditionAnswer.Unknown ? 0 : 1;
                Assert.True(
                    answer == ConditionAnswer.Unknown || (answer == ConditionAnswer.Yes) == condition.Matches(view),
                    $"Seed {seed}: the summary of {view.Id} says {answer} to {condition}.");
            }
        }

        certain.Should().BeGreaterThan(1000);
    }

    private async Task<Sessions.Stores.Files.Catalog> FilledAsync()
    {
        var catalog = Open();
        for (var i = 0; i < 100; i++)
        {
            await CreateAsync(catalog, $"s{i:00}", $"u{(i % 3) + 1}");
        }

        await RestAsync(catalog);
        await IdsAsync(catalog, new SessionQuery { Limit = 1 });
        Engine.Looks = 0;
        return catalog;
    }
}
