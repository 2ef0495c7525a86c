using FluentAssertions;
using Sessions.Stores;
using Xunit;

namespace Sessions.Tests.Stores;

public sealed class SessionPagerTests
{
    public static TheoryData<SessionOrder, int> OrdersAndSeeds
    {
        get
        {
            var all = new TheoryData<SessionOrder, int>();
            foreach (var order in Enum.GetValues<SessionOrder>())
            {
                all.Add(order, 1);
                all.Add(order, 2);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(OrdersAndSeeds))]
    public void Pages_of_sessions_offered_at_random_are_what_sorting_all_of_them_gives(SessionOrder order, int seed)
    {
        var random = new Random(seed);
        var sessions = Enumerable.Range(0, 400).Select(i => View(random, i)).ToArray();
        var filter = new SessionFilter { UserId = "user-1" };
        Session[] expected = [.. sessions.Where(filter.Matches)];
        Array.Sort(expected, (left, right) => SessionCursor.Compare(SessionCursor.Of(left, order), SessionCursor.Of(right, order)));

        var listed = new List<Session>();
        var query = new SessionQuery { Partition = null, Filter = filter, Order = order, Limit = 7 };
        do
        {
            var pager = new SessionPager(query);
            random.Shuffle(sessions);
            Array.ForEach(sessions, pager.Offer);
            var page = pager.ToPage();
            listed.AddRange(page.Sessions);
            query = query with { Cursor = page.Next };
        }
        while (query.Cursor is not null);

        listed.Should().Equal(expected, "of seed {0}", seed);
    }

    /// <summary>Few instants for many sessions, so that partition and id have much to decide.</summary>
    private static Session View(Random random, int number)
    {
        var view = new Session(new SessionKey($"partition-{random.Next(3)}", $"session-{number}")) { UpdatedTicks = AnyInstant() };
        view.Details = view.Details with { CreatedAt = AnyInstant(), UserId = $"user-{random.Next(3)}" };
        return view;

        long AnyInstant() => random.Next(1, 20) * TimeSpan.TicksPerMicrosecond;
    }
}
