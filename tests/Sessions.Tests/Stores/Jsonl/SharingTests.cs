using System.Globalization;
using FluentAssertions;
using Sessions.Stores;
using Sessions.Stores.Files;
using Sessions.Stores.Jsonl;
using Xunit;

namespace Sessions.Tests.Stores.Jsonl;

public sealed class SharingTests : JsonlTestBase
{
    [Theory]
    [InlineData(false, 1024)]
    [InlineData(true, 1024)]
    [InlineData(false, 1)]
    public async Task Many_callers_through_two_stores_lose_nothing(bool flush, int open)
    {
        var options = new JsonlStoreOptions { FlushToDisk = flush, MaxOpenSessions = open };
        JsonlStore[] stores = [Open(options), Open(options)];
        for (var s = 0; s < 4; s++)
        {
            await Manage(stores[0]).CreateAsync(new NewSession { Id = $"s{s}" });
        }

        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            var manager = Manage(stores[caller % 2]);
            for (var i = 0; i < 40; i++)
            {
                var id = $"s{i % 4}";
                var result = await manager.AppendMessageAsync(id, NewMessage.User($"{caller}:{i}"));
                (await ContentsAsync(manager, id)).Should().Contain($"{caller}:{i}");
                result.Version.Should().BePositive();
            }
        })));

        await using var fresh = Open();
        for (var s = 0; s < 4; s++)
        {
            var contents = await ContentsAsync(Manage(fresh), $"s{s}");
            contents.Should().BeEquivalentTo(Enumerable.Range(0, 16).SelectMany(c => Enumerable.Range(0, 10).Select(i => $"{c}:{(i * 4) + s}")));
            (await ContentsAsync(Manage(stores[0]), $"s{s}")).Should().Equal(contents);
            (await ContentsAsync(Manage(stores[1]), $"s{s}")).Should().Equal(contents);
        }
    }

    [Fact]
    public async Task One_refused_among_many_fails_alone()
    {
        var store = Open();
        await Manage(store).CreateAsync(new NewSession { Id = "s" });
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
        {
            try
            {
                await Manage(store).AppendMessageAsync("s", NewMessage.User($"{i}"), i % 4 == 0 ? new CommitOptions { ExpectedVersion = 999 } : default);
                return true;
            }
            catch (SessionConflictException)
            {
                return false;
            }
        })));
        outcomes.Count(done => done).Should().Be(48);
        (await Manage(store).GetAsync("s")).Version.Should().Be(49);
    }

    [Fact]
    public async Task A_wait_hears_of_what_another_store_wrote()
    {
        var (mine, other) = (Open(), Open());
        var view = await Manage(mine).CreateAsync(new NewSession { Id = "s" });
        var wait = mine.WaitAsync(view.Key, view.Incarnation, view.Version).AsTask();
        wait.IsCompleted.Should().BeFalse();
        await Manage(other).AppendMessageAsync("s", NewMessage.User("x"));
        (await wait.WaitAsync(TimeSpan.FromSeconds(30))).Should().BeNull();
        wait = mine.WaitAsync(view.Key, view.Incarnation, 2).AsTask();
        await Manage(other).DeleteAsync("s");
        (await wait.WaitAsync(TimeSpan.FromSeconds(30))).Should().Be(RemovalReason.Deleted);
    }

    [Fact]
    public async Task A_directory_of_another_kind_or_format_is_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(Root, "store.json"), "{\"format\":2,\"kind\":\"jsonl\"}");
        FluentActions.Invoking(() => Open()).Should().Throw<SessionStoreNotReadyException>().WithMessage("*format 2*");
        await File.WriteAllTextAsync(Path.Combine(Root, "store.json"), "{\"format\":1,\"kind\":\"filesystem\"}");
        FluentActions.Invoking(() => Open()).Should().Throw<SessionStoreNotReadyException>().WithMessage("*filesystem*");
    }

    [Theory]
    [InlineData("session")]
    [InlineData("catalog")]
    public async Task Who_waits_too_long_for_a_lock_hears_that_it_is_busy_and_the_next_one_gets_it(string lockOf)
    {
        var manager = Manage(Open(new JsonlStoreOptions { LockTimeout = TimeSpan.FromMilliseconds(50) }));
        await manager.CreateAsync(new NewSession { Id = "s" });
        var stripe = lockOf == "catalog" ? "catalog" : StripeHash.StripeOf("", "t").ToString("x2", CultureInfo.InvariantCulture);
        using (var held = LockFile.Open(Path.Combine(Root, "locks", stripe)))
        {
            // The store itself may just be keeping it for a moment after its last use.
            SpinWait.SpinUntil(held.TryLock, TimeSpan.FromMinutes(1)).Should().BeTrue();
            for (var call = 0; call < 2; call++)
            {
                var create = async () => await manager.CreateAsync(new NewSession { Id = "t" }).AsTask().WaitAsync(TimeSpan.FromMinutes(1));
                (await create.Should().ThrowAsync<SessionBusyException>()).WithMessage("*was held by others for 0.05 s. Try again*");
            }

            (await manager.FindAsync("t")).Should().BeNull();
        }

        (await manager.CreateAsync(new NewSession { Id = "t" }).AsTask().WaitAsync(TimeSpan.FromMinutes(1))).Version.Should().Be(1);
        (await manager.CountAsync()).Should().Be(2);
    }
}
