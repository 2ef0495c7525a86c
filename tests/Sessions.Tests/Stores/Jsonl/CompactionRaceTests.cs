using FluentAssertions;
using Sessions.Stores;
using Sessions.Stores.Jsonl;
using Sessions.Tests.Processes;
using Xunit;
using Xunit.Abstractions;

namespace Sessions.Tests.Stores.Jsonl;

/// <summary>Others at work on a session at the very moment its log moves to another file.</summary>
public sealed class CompactionRaceTests(ITestOutputHelper output) : JsonlTestBase
{
    private static readonly SessionKey Key = new("s");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Who_read_the_new_log_before_it_had_its_place_compacts_it_later()
    {
        var other = await MoveWhileOtherReadsAsync(DateTime.MinValue);
        await Manage(other).SetStateAsync("s", "i", -1);
        (await other.CompactAsync(Key)).Should().BeTrue();
        (await ContentsAsync(Manage(Open()))).Should().HaveCount(5);
    }

    [Fact]
    public async Task Who_read_the_new_log_before_it_had_its_place_takes_damage_for_damage()
    {
        var other = await MoveWhileOtherReadsAsync(DateTime.UtcNow.AddHours(-1));
        await File.AppendAllTextAsync(LogOf("s"), "{\"f\":1,\"n\":damaged}\n");
        var before = await File.ReadAllBytesAsync(LogOf("s"));
        var error = (await FluentActions.Awaiting(async () => await Manage(other).SetStateAsync("s", "i", -1))
            .Should().ThrowAsync<SessionDamagedException>()).Which;
        error.Message.Should().NotContain(".next");
        (await File.ReadAllBytesAsync(LogOf("s"))).Should().Equal(before);
    }

    [Fact]
    public async Task Who_read_the_new_log_before_it_had_its_place_takes_the_id_again_after_expiry()
    {
        var other = await MoveWhileOtherReadsAsync(DateTime.MinValue);
        Time.Advance(TimeSpan.FromDays(101));
        (await Manage(other).CreateAsync(new NewSession { Id = "s" })).Version.Should().Be(1);
        (await other.TakeAsync(new CleanupRule(), 10)).Should().ContainSingle();
        (await Manage(Open()).GetAsync("s")).Version.Should().Be(1);
    }

    [Fact]
    public async Task What_waits_for_a_flush_is_on_the_disk_before_the_log_says_that_it_went_on()
    {
        var store = Open(new JsonlStoreOptions { FlushToDisk = true });
        await FillAsync(store);
        var wasSealed = new List<bool>();
        Events.OnFlush += path =>
        {
            if (path == LogOf("s"))
            {
                wasSealed.Add(File.ReadLines(path).Last().Contains("moved", StringComparison.Ordinal));
            }
        };
        (await store.CompactAsync(Key)).Should().BeTrue();
        wasSealed.Should().StartWith(false).And.EndWith(true);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_flushed_is_told_and_nobody_waits_for_ever()
    {
        var store = Open(new JsonlStoreOptions { FlushToDisk = true });
        var manager = Manage(store);
        await manager.CreateAsync(new NewSession { Id = "first" });
        var (sessions, away) = (Path.GetDirectoryName(LogOf("s"))!, Path.Combine(Root, "away"));
        var isAway = false;
        Events.OnFlush += path =>
        {
            if (path == LogOf("s") && !isAway)
            {
                isAway = true;
                Directory.Move(sessions, away);
            }
        };
        var create = Task.Run(async () => await manager.CreateAsync(new NewSession { Id = "s" }));
        await FluentActions.Awaiting(() => create.WaitAsync(Patience)).Should().ThrowAsync<SessionStoreUnavailableException>();
        Directory.Move(away, sessions);
        var appends = Enumerable.Range(0, 8).Select(i => Task.Run(async () => await manager.AppendMessageAsync("s", NewMessage.User($"{i}"))));
        await Task.WhenAll(appends).WaitAsync(Patience);
        (await ContentsAsync(Manage(Open()))).Should().HaveCount(8);
    }

    [Fact]
    public async Task A_session_that_is_deleted_and_brought_in_again_meanwhile_stays_whole()
    {
        var other = Open();
        await FillAsync(other);
        var commits = (await other.ReadLogAsync(Key, 0, 1000))!.Commits;
        var clock = new HookedTime(Time, LogOf("s") + ".next", () =>
        {
            Task.Run(async () =>
            {
                (await other.DeleteAsync(Key)).Should().BeTrue();
                await other.ImportAsync(Key, commits);
            }).Wait(Patience).Should().BeTrue();
        });
        await using var store = new JsonlStore(Root, new JsonlStoreOptions(), clock);
        _ = await store.CompactAsync(Key);
        clock.WasRun.Should().BeTrue();
        (await ContentsAsync(Manage(Open()))).Should().HaveCount(5);
        (await Manage(store).AppendMessageAsync("s", NewMessage.User("next"))).Version.Should().Be(57);
    }

    /// <summary>Every kind of change, by two stores that keep one log open each, while both compact: what was answered stays.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_lost_where_hardly_any_log_stays_open(bool flush)
    {
        var options = new JsonlStoreOptions { MaxOpenSessions = 1, FlushToDisk = flush, HorizonVersions = 3 };
        JsonlStore[] stores = [Open(options), Open(options)];
        string[] ids = ["a", "b", "c"];
        var seed = TestSeed.Next(output);
        foreach (var id in ids)
        {
            await Manage(stores[0]).CreateAsync(new NewSession { Id = id });
        }

        var tasks = Enumerable.Range(0, 8).Select(task => Task.Run(async () =>
        {
            var random = new Random(seed + task);
            var manager = Manage(stores[task % 2]);
            for (var i = 0; i < 150; i++)
            {
                var id = ids[random.Next(ids.Length)];
                switch (random.Next(8))
                {
                    case 0:
                        await stores[task % 2].CompactAsync(new SessionKey(id));
                        break;
                    case 1:
                        await manager.SetStateAsync(id, $"k{random.Next(5)}", i);
                        break;
                    case 2:
                        await manager.TouchAsync(id, Channel.Cli);
                        break;
                    case 3:
                        _ = await manager.ReadNewestMessagesAsync(id, 200);
                        break;
                }

                var options = new CommitOptions { IdempotencyKey = $"{task}-{i}" };
                await manager.UpdateAsync(id, update => update.AppendMessage(NewMessage.User($"{id} {task} {i}")), options);
                await manager.UpdateAsync(id, update => update.AppendMessage(NewMessage.User($"{id} {task} {i}")), options);
            }
        }));
        await Task.WhenAll(tasks).WaitAsync(Patience);
        var all = new List<string>();
        await using var fresh = Open();
        foreach (var id in ids)
        {
            var contents = await ContentsAsync(Manage(fresh), id);
            contents.Should().OnlyContain(content => content.StartsWith(id, StringComparison.Ordinal)).And.OnlyHaveUniqueItems();
            all.AddRange(contents);
            (await ContentsAsync(Manage(stores[1]), id)).Should().Equal(contents);
        }

        all.Should().HaveCount(8 * 150);
    }

    /// <summary>One store compacts, and another one opens the new log between the seal and the move.</summary>
    private async Task<JsonlStore> MoveWhileOtherReadsAsync(DateTime machineStart)
    {
        var (store, other) = (Open(new JsonlStoreOptions { FlushToDisk = true }), Open(machineStart: machineStart));
        await FillAsync(store);
        (await other.FindAsync(Key))!.Version.Should().Be(56);
        var flushes = 0;
        Events.OnFlush += path =>
        {
            // Once before the seal, and once with it.
            if (path == LogOf("s") && ++flushes == 2)
            {
                other.FindAsync(Key).AsTask().GetAwaiter().GetResult()!.Version.Should().Be(56);
            }
        };
        (await store.CompactAsync(Key)).Should().BeTrue();
        flushes.Should().Be(2);
        return other;
    }

    private async Task FillAsync(JsonlStore store)
    {
        var manager = Manage(store);
        await manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = TimeSpan.FromDays(100) });
        for (var i = 0; i < 50; i++)
        {
            await manager.SetStateAsync("s", "i", i);
            if (i % 10 == 0)
            {
                await manager.AppendMessageAsync("s", NewMessage.User($"{i}"));
            }
        }
    }

    /// <summary>Does something once, when it is asked for the time while a file is there.</summary>
    private sealed class HookedTime(TimeProvider inner, string path, Action work) : TimeProvider
    {
        public bool WasRun { get; private set; }

        public override DateTimeOffset GetUtcNow()
        {
            if (!WasRun && File.Exists(path))
            {
                WasRun = true;
                work();
            }

            return inner.GetUtcNow();
        }
    }
}
