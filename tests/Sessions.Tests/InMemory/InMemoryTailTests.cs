using FluentAssertions;
using Sessions.Stores;
using Sessions.Stores.InMemory;
using Sessions.Testing;
using Xunit;

namespace Sessions.Tests.InMemory;

/// <summary>What only the in-memory store does: its log is a bounded tail, and what it does not reach is an explicit gap.</summary>
public sealed class InMemoryTailTests
{
    private static async Task<SessionManager> GrownAsync(int commits, int eventsEach)
    {
        var store = new InMemoryStore(new InMemoryStoreOptions { TailCapacity = 100 }, new FakeTimeProvider());
        var manager = new SessionManager(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        for (var i = 0; i < commits; i++)
        {
            await manager.UpdateAsync("s", update =>
            {
                for (var j = 0; j < eventsEach; j++)
                {
                    update.AppendMessage(NewMessage.User($"{i}:{j}"));
                }
            });
        }

        return manager;
    }

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(300, 7)]
    [InlineData(10, 150)]
    public async Task A_log_that_was_cut_says_so_and_goes_on_without_gaps(int commits, int eventsEach)
    {
        var manager = await GrownAsync(commits, eventsEach);
        var version = 1L + (commits * eventsEach);
        for (var after = 0L; after < version; after += 13)
        {
            var page = (await manager.Store.ReadLogAsync(new SessionKey("s"), after, 10_000))!;
            page.Session.Version.Should().Be(version);
            var first = page.Commits.Count == 0 ? version + 1 : page.Commits[0].FirstVersion;
            if (page.DroppedThrough == 0)
            {
                first.Should().BeLessThanOrEqualTo(after + 1);
                page.Commits[0].LastVersion.Should().BeGreaterThan(after);
            }
            else
            {
                page.DroppedThrough.Should().BeGreaterThan(after);
                first.Should().Be(page.DroppedThrough + 1);
            }

            page.Commits.Zip(page.Commits.Skip(1)).Should().NotContain(pair => pair.First.LastVersion + 1 != pair.Second.FirstVersion);
            if (page.Commits.Count > 0)
            {
                page.Commits[^1].LastVersion.Should().Be(version);
            }
        }

        (await manager.ReadNewerMessagesAsync("s", 0, 10)).Select(message => message.Ordinal).Should().Equal(Enumerable.Range(1, 10).Select(i => (long)i));
    }

    [Fact]
    public async Task A_watcher_from_behind_the_tail_is_given_the_gap_and_the_view_that_covers_it()
    {
        var manager = await GrownAsync(1000, 1);
        var changes = new List<SessionChange>();
        await foreach (var change in manager.WatchAsync("s", 5))
        {
            changes.Add(change);
            if (changes.Count == 1)
            {
                await manager.SetStateAsync("s", "a", 1);
            }
            else if (changes.Count == 2)
            {
                await manager.DeleteAsync("s");
            }
        }

        var gap = changes[0].Should().BeOfType<SessionChange.Gap>().Subject;
        (gap.Session.Version, gap.DroppedThrough > 5).Should().Be((1001, true));
        changes[1].Should().BeOfType<SessionChange.Happened>().Which.Event.Version.Should().Be(1002);
        changes[2].Should().Be(new SessionChange.Ended(RemovalReason.Deleted));
    }
}
