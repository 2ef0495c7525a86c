using FluentAssertions;
using Sessions.Serialization;
using Sessions.Stores;
using Sessions.Stores.Jsonl;
using Xunit;

namespace Sessions.Tests.Stores.Jsonl;

public sealed class RemovalTests : JsonlTestBase
{
    [Theory]
    [InlineData("deleted")]
    [InlineData("expired")]
    public async Task A_death_between_seal_and_unlink_leaves_no_session_and_the_id_free(string reason)
    {
        await using (var store = Open())
        {
            await Manage(store).CreateAsync(new NewSession { Id = "s", Purpose = "first" });
        }

        Seal("s", reason);
        await using var again = Open();
        var manager = Manage(again);
        (await manager.FindAsync("s")).Should().BeNull();
        (await again.DeleteAsync(new SessionKey("s"))).Should().BeFalse();
        await manager.CreateAsync(new NewSession { Id = "s", Purpose = "second" });
        (await manager.GetAsync("s")).Purpose.Should().Be("second");
    }

    [Fact]
    public async Task A_death_while_an_expired_session_is_replaced_loses_neither()
    {
        await using (var store = Open())
        {
            await Manage(store).CreateAsync(new NewSession { Id = "s", Purpose = "first", IdleTimeout = TimeSpan.FromMinutes(1) });
        }

        Time.Advance(TimeSpan.FromMinutes(2));
        Seal("s", "replaced");
        await using var again = Open();
        await Manage(again).CreateAsync(new NewSession { Id = "s", Purpose = "second" });
        (await again.TakeAsync(new CleanupRule(), 10)).Should().ContainSingle().Which.Session.Purpose.Should().Be("first");
        (await again.TakeAsync(new CleanupRule(), 10)).Should().BeEmpty();
        (await Manage(again).GetAsync("s")).Purpose.Should().Be("second");
    }

    [Fact]
    public async Task Another_store_with_the_log_open_sees_a_deletion_and_the_next_life()
    {
        var (mine, other) = (Open(), Open());
        await Manage(mine).CreateAsync(new NewSession { Id = "s", Purpose = "first" });
        (await Manage(other).GetAsync("s")).Purpose.Should().Be("first");
        await Manage(mine).DeleteAsync("s");
        (await Manage(other).FindAsync("s")).Should().BeNull();
        await Manage(other).CreateAsync(new NewSession { Id = "s", Purpose = "second" });
        (await Manage(mine).GetAsync("s")).Purpose.Should().Be("second");
        await Manage(mine).AppendMessageAsync("s", NewMessage.User("x"));
        (await ContentsAsync(Manage(other))).Should().Equal("x");
    }

    [Fact]
    public async Task Each_expiry_is_taken_by_one_of_several_stores()
    {
        var (mine, other) = (Open(), Open());
        for (var i = 0; i < 40; i++)
        {
            await Manage(mine).CreateAsync(new NewSession { Id = $"s{i}", IdleTimeout = TimeSpan.FromMinutes(1) });
        }

        Time.Advance(TimeSpan.FromMinutes(2));
        var both = await Task.WhenAll(
            Task.Run(async () => await mine.TakeAsync(new CleanupRule(), 100)), Task.Run(async () => await other.TakeAsync(new CleanupRule(), 100)));
        both.SelectMany(taken => taken).Select(removed => removed.Session.Id).Should().OnlyHaveUniqueItems().And.HaveCount(40);
        Directory.GetFiles(Path.Combine(Root, "sessions")).Should().BeEmpty();
    }

    [Theory]
    [InlineData(RemovalReason.Deleted)]
    [InlineData(RemovalReason.Retention)]
    [InlineData(RemovalReason.Age)]
    public async Task A_watcher_who_comes_while_the_removal_is_being_flushed_hears_the_reason(RemovalReason reason)
    {
        var store = Open(new JsonlStoreOptions { FlushToDisk = true });
        var manager = Manage(store);
        await manager.CreateAsync(new NewSession { Id = "s" });
        var view = await (reason == RemovalReason.Retention ? manager.CompleteAsync("s") : manager.PinAsync("s"));
        view = reason == RemovalReason.Retention ? view : await manager.UnpinAsync("s");
        Time.Advance(TimeSpan.FromDays(1));
        RemovalReason? heard = null;
        Events.OnFlush += path =>
        {
            if (path == LogOf("s"))
            {
                heard = Task.Run(() => store.WaitAsync(view.Key, view.Incarnation, view.Version).AsTask()).WaitAsync(TimeSpan.FromMinutes(1)).GetAwaiter().GetResult();
            }
        };
        if (reason == RemovalReason.Deleted)
        {
            await manager.DeleteAsync("s");
        }
        else
        {
            var hour = TimeSpan.FromHours(1);
            await manager.CleanUpAsync(new CleanupRule { FinishedFor = hour, UnusedFor = reason == RemovalReason.Age ? hour : null });
        }

        heard.Should().Be(reason);
    }

    private void Seal(string id, string reason)
    {
        var writer = new LineWriter();
        MarkerJson.WriteSeal(writer, new SealRecord(Time.GetUtcNow().UtcTicks, reason));
        using var file = File.Open(LogOf(id), FileMode.Append);
        file.Write(writer.Written);
    }
}
