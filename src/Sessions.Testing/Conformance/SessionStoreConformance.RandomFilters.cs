using System.Globalization;
using Sessions.Testing.Model;
using Xunit;

namespace Sessions.Testing;

// Random sessions and random filters: what a store finds and counts is what the filter says of each session by itself.
public abstract partial class SessionStoreConformance
{
    private static readonly Channel[] Doors = [Channel.Default, Channel.Api, Channel.Cli];

    /// <summary>How many random filters a run asks.</summary>
    protected virtual int RandomFilters => 200;

    [ConformanceTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(null)]
    public async Task Any_filter_finds_what_it_matches(int? seed)
    {
        var given = Environment.GetEnvironmentVariable("SESSIONS_TEST_SEED");
        var chosen = given is not null ? int.Parse(given, CultureInfo.InvariantCulture) : seed ?? Random.Shared.Next();
        Console.WriteLine($"Random filters with seed {chosen}; set SESSIONS_TEST_SEED to repeat them.");
        var random = new Random(chosen);
        var make = new RandomCondition(random);
        for (var i = 0; i < 40; i++)
        {
            await CreateRandomAsync($"s{i:00}", random, make);
            Time.Advance(TimeSpan.FromTicks(random.Next(3) * TimeSpan.TicksPerMicrosecond));
        }

        var all = (await Manager.ListAsync(order: SessionOrder.Id, limit: 1000)).Sessions;
        Assert.Equal(40, all.Count);
        DateTimeOffset[] instants =
            [.. all.SelectMany(session => (DateTimeOffset?[])[session.CreatedAt, session.LastUsedAt, session.ExpiresAt, session.FinishedAt]).OfType<DateTimeOffset>()];
        for (var i = 0; i < RandomFilters; i++)
        {
            var filter = RandomFilter(random, make, instants);
            var expected = all.Where(filter.Matches).Select(session => session.Id).ToList();
            var found = await ListAsync(filter, limit: random.Next(2) == 0 ? 7 : 100);
            var count = await Manager.CountAsync(filter);
            Assert.True(
                expected.SequenceEqual(found) && count == expected.Count,
                $"Seed {chosen} (set SESSIONS_TEST_SEED to repeat it): {filter.ToJson()} matches {string.Join(' ', expected)}, found were {string.Join(' ', found)}, counted {count}.");
        }
    }

    private async Task CreateRandomAsync(string id, Random random, RandomCondition make)
    {
        await Manager.CreateAsync(
            new NewSession
            {
                Id = id,
                UserId = Maybe(),
                DisplayName = Maybe(),
                Purpose = random.Next(5) == 0 ? "" : Maybe(),
                Tags = [.. Enumerable.Range(0, random.Next(4)).Select(_ => make.Text())],
                Metadata = Entries(),
                Pinned = random.Next(3) == 0,
                NoIdleTimeout = random.Next(3) == 0,
            },
            make.Pick(Doors));
        await Manager.UpdateStateAsync(id, Entries(), make.Pick(Doors));
        await Manager.UpdateAsync(
            id,
            update =>
            {
                for (var i = random.Next(4); i > 0; i--)
                {
                    update.AppendMessage(NewMessage.User("m")).RecordUsage(new TokenUsage(1, random.Next(2)) { Cost = random.Next(3) * 0.1m });
                    update.LinkInvocation(new Invocation($"{id}-{i}", "tool") { Outcome = random.Next(2) == 0 ? InvocationOutcome.Failed : InvocationOutcome.Succeeded });
                }

                if (random.Next(3) == 0)
                {
                    update.BindMemoryPool(make.Text());
                }
            },
            make.Pick(Doors));
        if (random.Next(3) == 0)
        {
            await Manager.CompleteAsync(id);
        }
        else if (random.Next(3) == 0)
        {
            // A use changes no version, and what it changes is found all the same.
            await Manager.GetAsync(id, "apj");
        }

        string? Maybe() => random.Next(3) == 0 ? null : make.Text();

        Dictionary<string, JsonText> Entries()
        {
            var entries = new Dictionary<string, JsonText>();
            for (var i = random.Next(12); i > 0; i--)
            {
                entries[make.Key()] = make.Value();
            }

            return entries;
        }
    }

    private static SessionFilter RandomFilter(Random random, RandomCondition make, DateTimeOffset[] instants)
    {
        SessionFilter filter = make.Next(instants);
        return random.Next(4) > 0 ? filter : filter with
        {
            UserId = random.Next(3) == 0 ? make.Text() : null,
            Statuses = random.Next(3) == 0 ? [SessionStatus.Active] : null,
            AnyTags = random.Next(3) == 0 ? [make.Text(), make.Text()] : null,
            CreatedFrom = random.Next(3) == 0 ? make.Pick(instants) : null,
        };
    }
}
