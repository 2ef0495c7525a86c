using FluentAssertions;
using Sessions.Sqlite;
using Sessions.Stores;
using Sessions.Tests.Processes;
using Xunit;

namespace Sessions.Sql.Tests.Robustness;

/// <summary>What a process remembers of keys and links, and learns of those of others, is what the database holds.</summary>
public sealed class CommitMemoryTests : StoreDirectory
{
    [Fact]
    public async Task A_key_that_was_used_again_stands_for_the_newer_commit()
    {
        Directory.CreateDirectory(Store);
        await using var hereStore = SqliteStores.Open(Path.Combine(Store, "sessions.db"));
        await using var thereStore = SqliteStores.Open(Path.Combine(Store, "sessions.db"));
        var (here, there) = (new SessionManager(hereStore), new SessionManager(thereStore));
        await here.CreateAsync(new NewSession { Id = "s" });
        for (var i = 1; i < ICommitMemory.Capacity; i++)
        {
            await here.SetStateAsync("s", "key", i, Keyed($"here-{i}"));
        }

        // The newest of as many as are remembered, and then as many by others that it is remembered no longer.
        await here.SetStateAsync("s", "key", "old", Keyed("k"));
        for (var i = 0; i < ICommitMemory.Capacity; i++)
        {
            await there.SetStateAsync("s", "key", i, Keyed($"there-{i}"));
        }

        var again = await there.SetStateAsync("s", "key", "new", Keyed("k"));
        (await here.SetStateAsync("s", "key", "new", Keyed("k"))).Version.Should().Be(again.Version);
        var different = async () => await here.SetStateAsync("s", "key", "old", Keyed("k"));
        await different.Should().ThrowAsync<SessionConflictException>();
    }

    [Fact]
    public async Task More_links_than_are_remembered_are_recognised_in_one_commit()
    {
        const int Links = 1_100;
        Directory.CreateDirectory(Store);
        await using (var store = SqliteStores.Open(Path.Combine(Store, "sessions.db")))
        {
            var manager = new SessionManager(store);
            await manager.CreateAsync(new NewSession { Id = "s" });
            (await LinkAllAsync(manager, Links)).Invocations.Count.Should().Be(Links);
            (await LinkAllAsync(manager, Links)).Invocations.Count.Should().Be(Links);
        }

        await using var again = SqliteStores.Open(Path.Combine(Store, "sessions.db"));
        (await LinkAllAsync(new SessionManager(again), Links + 1)).Invocations.Count.Should().Be(Links + 1);
    }

    private static ValueTask<Session> LinkAllAsync(SessionManager manager, int count) => manager.UpdateAsync("s", update =>
    {
        for (var i = 0; i < count; i++)
        {
            update.LinkInvocation(new Invocation($"i-{i}", "tool"));
        }
    });

    private static CommitOptions Keyed(string key) => new() { IdempotencyKey = key };
}
