using Sessions.Stores;
using Xunit;

namespace Sessions.Testing;

// Promise 3: versions have no gaps, and every reader sees the same order.
public abstract partial class SessionStoreConformance
{
    [ConformanceFact]
    public async Task Versions_count_from_one_without_gaps()
    {
        await CreateAsync();
        await Manager.SetStateAsync("s", "a", 1);
        await Manager.AppendMessagesAsync("s", [NewMessage.User("1"), NewMessage.Assistant("2"), NewMessage.User("3")]);
        await Manager.PauseAsync("s");
        Assert.Equal([1, 2, 3, 4, 5, 6], (await EventsAsync()).Select(happened => happened.Version));
        Assert.Equal(6, (await ViewAsync()).Version);
    }

    [ConformanceFact]
    public async Task Uses_change_no_version_and_stand_in_no_log()
    {
        await CreateAsync();
        await Manager.TouchAsync("s", Channel.Cli);
        await Manager.GetAsync("s", Channel.Mcp);
        await using (await Manager.AcquireLeaseAsync("s"))
        {
            Assert.Equal(1, (await ViewAsync()).Version);
        }

        Assert.Equal(1, (await ViewAsync()).Version);
        Assert.Single(await EventsAsync());
    }

    [ConformanceFact]
    public async Task Equal_timestamps_keep_the_order_of_the_commits()
    {
        await CreateAsync();
        for (var i = 0; i < 20; i++)
        {
            await Manager.AppendMessageAsync("s", NewMessage.User($"{i}"), chat: $"c{i % 3}");
        }

        var events = await EventsAsync();
        Assert.Single(events.Select(happened => happened.At).Distinct());
        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => $"{i}"),
            events.Skip(1).Select(happened => ((Events.MessageAppended)happened).Message.Content));
    }

    [ConformanceFact]
    public async Task Instants_never_decrease_when_the_clock_is_set_back()
    {
        await CreateAsync();
        Time.Advance(TimeSpan.FromMinutes(10));
        await Manager.SetStateAsync("s", "a", 1);
        Time.SetUtcNow(Time.GetUtcNow() - TimeSpan.FromDays(1));
        await Manager.SetStateAsync("s", "a", 2);
        await Manager.TouchAsync("s", Channel.Cli);
        var instants = (await EventsAsync()).Select(happened => happened.At).ToList();
        Assert.Equal(instants.Order(), instants);
        Assert.True((await ViewAsync()).LastUsedAt >= instants[^1]);
    }

    [ConformanceFact]
    public async Task A_log_reads_the_same_in_pages_of_any_size()
    {
        var key = (await CreateAsync()).Key;
        for (var i = 0; i < 150; i++)
        {
            await Manager.UpdateAsync("s", update => update.SetState("i", i).AddEvent("x").AddEvent("y"));
        }

        var whole = (await LogAsync(key, 1000)).Select(commit => (commit.Id, commit.FirstVersion, commit.LastVersion)).ToList();
        Assert.Equal(151, whole.Count);
        foreach (var page in (int[])[1, 2, 7, 64, 151])
        {
            Assert.Equal(whole, (await LogAsync(key, page)).Select(commit => (commit.Id, commit.FirstVersion, commit.LastVersion)));
        }
    }

    [ConformanceFact]
    public async Task Reading_after_a_version_inside_a_commit_gives_the_commit_whole()
    {
        var key = (await CreateAsync()).Key;
        await Manager.AppendMessagesAsync("s", Enumerable.Range(0, 700).Select(i => NewMessage.User($"{i}")));
        await Manager.SetStateAsync("s", "a", 1);
        foreach (var after in (long[])[1, 2, 350, 700])
        {
            var page = await Store.ReadLogAsync(key, after, 10);
            Assert.Equal((2, 701), (page!.Commits[0].FirstVersion, page.Commits[0].LastVersion));
            Assert.Equal(2, page.Commits.Count);
            Assert.Equal(0, page.DroppedThrough);
        }

        Assert.Equal(702, Assert.Single((await Store.ReadLogAsync(key, 701, 10))!.Commits).FirstVersion);
    }

    [ConformanceFact]
    public async Task Reading_after_the_last_version_gives_nothing()
    {
        var key = (await CreateAsync()).Key;
        var page = await Store.ReadLogAsync(key, 1, 10);
        Assert.Empty(page!.Commits);
        Assert.Equal(1, page.Session.Version);
        Assert.Null(await Store.ReadLogAsync(Key("unknown"), 0, 10));
    }

    [ConformanceFact]
    public async Task Every_reader_sees_the_same_order_while_others_write()
    {
        var key = (await CreateAsync()).Key;
        const int Writers = 4;
        const int Each = 50;
        var logs = new List<CommitId>[2];
        await TogetherAsync(Writers + logs.Length, async task =>
        {
            if (task >= logs.Length)
            {
                for (var i = 0; i < Each; i++)
                {
                    await Manager.UpdateAsync("s", update => update.AddEvent($"{task}").AddEvent($"{i}"));
                }

                return;
            }

            var seen = logs[task] = [];
            for (var version = 0L; version < 1 + (Writers * Each * 2);)
            {
                foreach (var commit in (await Store.ReadLogAsync(key, version, 5))!.Commits)
                {
                    Assert.Equal(version + 1, commit.FirstVersion);
                    version = commit.LastVersion;
                    seen.Add(commit.Id);
                }
            }
        });
        Assert.Equal(logs[0], logs[1]);
        Assert.Equal(logs[0], (await LogAsync(key)).Select(commit => commit.Id));
    }
}
