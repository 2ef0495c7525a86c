using FluentAssertions;
using Sessions.Serialization;
using Sessions.Stores;
using Sessions.Stores.Files;
using Sessions.Stores.Jsonl;
using Xunit;

namespace Sessions.Tests.Stores.Jsonl;

public sealed class CompactionTests : JsonlTestBase
{
    private static readonly SessionKey Key = new("s");

    /// <summary>The bytes that a log has when it is first looked at.</summary>
    private static readonly long s_lookedAtFrom = new FileEngineOptions().CompactAt;

    private string NextOf(string id) => LogOf(id) + ".next";

    [Fact]
    public async Task What_is_superseded_goes_from_the_file_and_what_stays_can_be_read_by_a_person()
    {
        var store = Open();
        await FillAsync(store, 200);
        Time.Advance(TimeSpan.FromDays(31));
        await Manage(store).SetStateAsync("s", "i", -1);
        var before = new FileInfo(LogOf("s")).Length;
        (await store.CompactAsync(Key)).Should().BeTrue();

        var lines = File.ReadAllLines(LogOf("s"));
        lines[0].Should().StartWith("{\"f\":1,\"log\":\"session\",\"p\":\"\",\"id\":\"s\",\"gen\":2");
        lines.Count(line => line.StartsWith("{\"f\":1,\"dropped\":", StringComparison.Ordinal)).Should().BeGreaterThan(5);
        lines.Should().OnlyContain(line => LineChecksum.Verify(System.Text.Encoding.UTF8.GetBytes(line)));
        lines.Count(line => line.Contains("\"k\":\"message\"", StringComparison.Ordinal)).Should().Be(20);
        new FileInfo(LogOf("s")).Length.Should().BeLessThan(before / 2);
        Directory.GetFiles(Path.GetDirectoryName(LogOf("s"))!).Should().Equal(LogOf("s"));
    }

    [Fact]
    public async Task A_state_change_that_shares_its_commit_with_a_message_goes_too()
    {
        var store = Open();
        var manager = Manage(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        for (var i = 0; i < 20; i++)
        {
            await manager.UpdateAsync("s", update => update.SetState("blob", new string('x', 1000)).AppendMessage(NewMessage.User($"{i}")));
        }

        Time.Advance(TimeSpan.FromDays(31));
        await store.CompactAsync(Key);
        (await ContentsAsync(manager)).Should().Equal(Enumerable.Range(0, 20).Select(i => $"{i}"));
        new FileInfo(LogOf("s")).Length.Should().BeLessThan(10_000);
        (await manager.GetAsync("s")).Version.Should().Be(41);
    }

    [Fact]
    public async Task A_log_that_has_grown_is_compacted_without_being_asked()
    {
        var store = Open(new JsonlStoreOptions { HorizonVersions = 100 });
        var manager = Manage(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        while (new FileInfo(LogOf("s")).Length < s_lookedAtFrom + (64 << 10))
        {
            await manager.SetStateAsync("s", "i", new string('x', 200));
        }

        // What comes meanwhile is copied as it is, and how much that is depends on the disk: so nothing does.
        var written = (await manager.GetAsync("s")).Version;
        await UntilAsync(_ => new FileInfo(LogOf("s")).Length < s_lookedAtFrom / 4);
        await store.DisposeAsync();
        File.ReadLines(LogOf("s")).First().Should().NotContain("\"gen\":1,");
        var again = Manage(Open());
        var view = await again.GetAsync("s");
        view.Version.Should().Be(written);
        view.State["i"].Version.Should().Be(written);
    }

    [Fact]
    public async Task A_log_of_messages_is_looked_at_once_and_then_left_until_it_is_twice_as_long()
    {
        var store = Open(new JsonlStoreOptions { HorizonVersions = 1 });
        var manager = Manage(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        for (var i = 0; i < 300; i++)
        {
            await manager.AppendMessageAsync("s", NewMessage.User(new string('x', 5000)));
        }

        await UntilAsync(lines => lines.Any(line => line.Contains(",\"kept\":1", StringComparison.Ordinal)));
        await store.DisposeAsync();
        File.ReadLines(LogOf("s")).First().Should().Contain("\"gen\":1");
        File.Exists(NextOf("s")).Should().BeFalse();
    }

    [Fact]
    public async Task A_death_before_the_seal_leaves_the_log_as_it_was()
    {
        var store = Open();
        await FillAsync(store, 50);
        await File.WriteAllTextAsync(NextOf("s"), "half a generat");
        await store.DisposeAsync();

        var again = Open();
        (await ContentsAsync(Manage(again))).Should().HaveCount(5);
        (await again.CompactAsync(Key)).Should().BeTrue();
        (await ContentsAsync(Manage(again))).Should().HaveCount(5);
        File.Exists(NextOf("s")).Should().BeFalse();
    }

    [Fact]
    public async Task What_a_death_left_of_a_compaction_goes_with_the_session()
    {
        var store = Open();
        await FillAsync(store, 50);
        await File.WriteAllTextAsync(NextOf("s"), "secrets of the session");
        await Manage(store).DeleteAsync("s");
        Directory.GetFiles(Path.GetDirectoryName(LogOf("s"))!).Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_death_between_the_seal_and_the_new_name_is_mended_by_whoever_comes_next(bool write)
    {
        await MoveHalfAsync(generation: 2);
        var again = Open();
        var manager = Manage(again);
        if (write)
        {
            await manager.AppendMessageAsync("s", NewMessage.User("next"));
            File.Exists(NextOf("s")).Should().BeFalse();
        }

        (await ContentsAsync(manager)).Should().HaveCount(write ? 6 : 5);
        (await manager.GetAsync("s")).State["i"].Value.ToString().Should().Be("49");
        (await manager.ListAsync()).Sessions.Should().ContainSingle();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_is_removed_with_both_generations(bool expire)
    {
        await MoveHalfAsync(generation: 2, idleTimeout: TimeSpan.FromDays(100));
        var again = Open();
        if (expire)
        {
            Time.Advance(TimeSpan.FromDays(101));
            (await again.TakeAsync(new CleanupRule(), 10)).Should().ContainSingle();
        }
        else
        {
            (await again.DeleteAsync(Key)).Should().BeTrue();
        }

        Directory.GetFiles(Path.GetDirectoryName(LogOf("s"))!).Should().BeEmpty();
        (await Manage(again).FindAsync("s")).Should().BeNull();
    }

    [Theory]
    [InlineData(3)]
    [InlineData(null)]
    public async Task A_generation_that_is_not_there_is_damage_of_that_session_alone(int? generation)
    {
        await MoveHalfAsync(generation);
        var again = Open();
        var manager = Manage(again);
        await manager.CreateAsync(new NewSession { Id = "other" });
        var before = File.ReadAllBytes(LogOf("s"));
        foreach (var call in new Func<Task>[] { async () => await manager.GetAsync("s"), async () => await manager.SetStateAsync("s", "a", 1), async () => await again.CompactAsync(Key) })
        {
            var error = (await call.Should().ThrowAsync<SessionDamagedException>()).Which;
            error.Message.Should().Contain("s.jsonl.next").And.Contain("line ").And.Contain("is not there");
        }

        File.ReadAllBytes(LogOf("s")).Should().Equal(before);
        (await manager.ListAsync()).Sessions.Should().ContainSingle().Which.Id.Should().Be("other");
    }

    [Fact]
    public async Task Damage_in_the_middle_stops_a_compaction_and_nothing_is_touched()
    {
        var store = Open();
        await FillAsync(store, 50);
        await store.DisposeAsync();
        var bytes = File.ReadAllBytes(LogOf("s"));
        var line = bytes.AsSpan().IndexOf("\"i\":20"u8);
        bytes[line + 4] = (byte)'3';
        File.WriteAllBytes(LogOf("s"), bytes);

        var again = Open();
        await FluentActions.Awaiting(async () => await again.CompactAsync(Key)).Should().ThrowAsync<SessionDamagedException>().WithMessage("*line *checksum*");
        File.ReadAllBytes(LogOf("s")).Should().Equal(bytes);
        File.Exists(NextOf("s")).Should().BeFalse();
    }

    [Fact]
    public void A_horizon_may_lie_at_the_end_of_the_world()
    {
        Open(new JsonlStoreOptions { HorizonAge = Timeout.InfiniteTimeSpan, HorizonVersions = int.MaxValue }).Should().NotBeNull();
    }

    /// <summary>Waits for what is done beside the commits, in its own time.</summary>
    private async Task UntilAsync(Func<IEnumerable<string>, bool> isDone)
    {
        var patience = Environment.TickCount64 + 60_000;
        while (!isDone(File.ReadLines(LogOf("s"))))
        {
            Environment.TickCount64.Should().BeLessThan(patience);
            await Task.Delay(1);
        }
    }

    private async Task FillAsync(JsonlStore store, int count, TimeSpan? idleTimeout = null)
    {
        var manager = Manage(store);
        await manager.CreateAsync(new NewSession { Id = "s", IdleTimeout = idleTimeout });
        for (var i = 0; i < count; i++)
        {
            await manager.SetStateAsync("s", "i", i);
            if (i % 10 == 0)
            {
                await manager.AppendMessageAsync("s", NewMessage.User($"{i}"));
            }
        }
    }

    /// <summary>Leaves what a death between the seal and the new name leaves: a sealed log, and the next generation beside it.</summary>
    private async Task MoveHalfAsync(int? generation, TimeSpan? idleTimeout = null)
    {
        var store = Open();
        await FillAsync(store, 50, idleTimeout);
        var old = File.ReadAllBytes(LogOf("s"));
        await store.CompactAsync(Key);
        await store.DisposeAsync();
        File.Move(LogOf("s"), NextOf("s"));
        if (generation is null)
        {
            File.Delete(NextOf("s"));
        }

        var seal = new LineWriter();
        MarkerJson.WriteSeal(seal, SealRecord.ForMove(Time.GetUtcNow().UtcTicks, generation ?? 2));
        File.WriteAllBytes(LogOf("s"), [.. old, .. seal.Written]);
    }
}
