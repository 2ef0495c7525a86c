using FluentAssertions;
using Sessions.Stores;
using Xunit;

namespace Sessions.Tests.Stores.Files.Catalog;

public sealed class CatalogPagingTests : CatalogTestBase
{
    [Theory]
    [InlineData(SessionOrder.NewestUpdated)]
    [InlineData(SessionOrder.OldestUpdated)]
    [InlineData(SessionOrder.NewestCreated)]
    [InlineData(SessionOrder.OldestCreated)]
    [InlineData(SessionOrder.Id)]
    public async Task Pages_follow_on_each_other_in_every_order_and_scope(SessionOrder order)
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        var catalog = Open();
        for (var i = 0; i < 300; i++)
        {
            // Many share an instant: ties are part of the order.
            if (random.Next(3) == 0)
            {
                Engine.Pass(TimeSpan.FromSeconds(1));
            }

            var key = new SessionKey(random.Next(2) == 0 ? "" : "p" + random.Next(2), "s" + random.Next(200));
            var user = "u" + random.Next(3);
            await CommitAsync(catalog, key, () => Engine.Sessions.ContainsKey(key)
                ? Engine.Commit(key, default, new Events.DetailsChanged { Purpose = "again" })
                : Engine.Create(key.Id, user, key.Partition));
        }

        var reader = Open();
        foreach (var partition in new[] { null, "", "p1" })
        {
            foreach (var user in new[] { null, "u1", "nobody" })
            {
                var query = new SessionQuery { Partition = partition, Filter = new SessionFilter { UserId = user }, Order = order, Limit = 7 };
                var expected = Engine.Sessions.Values
                    .Where(s => (partition is null || s.Partition == partition) && (user is null || s.UserId == user))
                    .OrderBy(s => SessionCursor.Of(s, order), Comparer<SessionCursor>.Create(static (x, y) => SessionCursor.Compare(x, y)))
                    .Select(static s => s.Key);
                (await WalkAsync(reader, query)).Should().Equal(expected, $"seed {Seed}, partition {partition}, user {user}");
                if (user is not null)
                {
                    var where = SessionField.Version.AtLeast(1) & SessionField.UserId.EqualTo(user);
                    (await WalkAsync(reader, query with { Filter = where })).Should().Equal(expected, $"seed {Seed}, partition {partition}, {where}");
                }
            }
        }
    }

    [Fact]
    public async Task What_is_inserted_meanwhile_neither_repeats_nor_hides_anything()
    {
        var writer = Open();
        var reader = Open();
        for (var i = 0; i < 50; i++)
        {
            await CreateAsync(writer, $"old{i:d2}");
        }

        var inserted = 0;
        var seen = await WalkAsync(
            reader, new SessionQuery { Order = SessionOrder.NewestCreated, Limit = 7 }, () => CreateAsync(writer, $"new{inserted++}"));
        seen.Select(static key => key.Id).Should().Equal(Enumerable.Range(0, 50).Reverse().Select(static i => $"old{i:d2}"));
        inserted.Should().BeGreaterThan(5);
    }

    [Fact]
    public async Task What_vanished_is_left_out_and_the_page_is_full_all_the_same()
    {
        var catalog = Open();
        for (var i = 0; i < 30; i++)
        {
            await CreateAsync(catalog, $"s{i:d2}");
        }

        await catalog.DisposeAsync();
        for (var i = 20; i < 30; i++)
        {
            Engine.Sessions.TryRemove(new SessionKey($"s{i}"), out _);
        }

        var reader = Open();
        var page = await reader.QueryAsync(new SessionQuery { Limit = 10 });
        page.Sessions.Select(static session => session.Id).Should().Equal(Enumerable.Range(10, 10).Reverse().Select(static i => $"s{i}"));
        (await reader.CountAsync("", SessionFilter.All)).Should().Be(20, "what was found gone is known to be");
    }

    [Fact]
    public async Task A_hundred_thousand_sessions_are_listed_by_opening_a_page_of_them()
    {
        for (var i = 0; i < 100_000; i++)
        {
            Engine.Now += TimeSpan.TicksPerMillisecond;
            Engine.Create($"s{i:d6}", $"u{i % 500}");
        }

        await using (var builder = Open())
        {
            (await builder.CountAsync("", SessionFilter.All)).Should().Be(100_000);
        }

        var reader = Open();
        Engine.Looks = 0;
        var query = new SessionQuery { Filter = new SessionFilter { UserId = "u7" } };
        (await IdsAsync(reader, query)).Should().Equal(Enumerable.Range(0, 100).Select(static i => $"s{99_507 - (i * 500):d6}"));
        Engine.Looks.Should().Be(101, "one more tells that another page follows");
        (await reader.CountAsync("", query.Filter)).Should().Be(200);
        Engine.Looks.Should().Be(101);
    }

    [Fact]
    public async Task The_last_page_says_so()
    {
        var catalog = Open();
        for (var i = 0; i < 4; i++)
        {
            await CreateAsync(catalog, $"s{i}");
        }

        var first = await catalog.QueryAsync(new SessionQuery { Limit = 2 });
        first.Next.Should().NotBeNull();
        var second = await catalog.QueryAsync(new SessionQuery { Limit = 2, Cursor = first.Next });
        second.Sessions.Should().HaveCount(2);
        second.Next.Should().BeNull();
    }

    [Fact]
    public async Task A_wrong_limit_or_cursor_is_refused()
    {
        var catalog = Open();
        var limit = async () => await catalog.QueryAsync(new SessionQuery { Limit = 0 });
        await limit.Should().ThrowAsync<ArgumentOutOfRangeException>();
        var cursor = async () => await catalog.QueryAsync(new SessionQuery { Cursor = "nonsense" });
        await cursor.Should().ThrowAsync<ArgumentException>();
    }

    private static async Task<List<SessionKey>> WalkAsync(Sessions.Stores.Files.Catalog catalog, SessionQuery query, Func<Task>? between = null)
    {
        var keys = new List<SessionKey>();
        while (true)
        {
            var page = await catalog.QueryAsync(query);
            page.Sessions.Count.Should().BeLessThanOrEqualTo(query.Limit);
            keys.AddRange(page.Sessions.Select(static session => session.Key));
            if (page.Next is null)
            {
                return keys;
            }

            query = query with { Cursor = page.Next };
            await (between?.Invoke() ?? Task.CompletedTask);
        }
    }
}
