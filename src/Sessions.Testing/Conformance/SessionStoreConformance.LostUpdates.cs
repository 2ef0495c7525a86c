using System.Globalization;
using Xunit;

namespace Sessions.Testing;

// Promise 4: concurrent commits all survive, or are refused with a typed conflict.
public abstract partial class SessionStoreConformance
{
    private static JsonText Increment(JsonText? value) =>
        value is { } number ? long.Parse(number.ToString(), CultureInfo.InvariantCulture) + 1 : 1;

    [ConformanceFact]
    public async Task Changes_by_a_function_are_never_lost()
    {
        await CreateAsync();
        await TogetherAsync(8, async _ =>
        {
            for (var i = 0; i < 25; i++)
            {
                await Manager.ChangeStateAsync("s", "count", Increment);
            }
        });
        var view = await ViewAsync();
        Assert.Equal("200", view.State["count"].Value.ToString());
        Assert.Equal(201, view.Version);
    }

    [ConformanceFact]
    public async Task Two_changes_of_one_key_in_one_commit_both_count()
    {
        await CreateAsync();
        await Manager.UpdateAsync("s", update => update
            .ChangeState("count", Increment).ChangeState("count", Increment).AddEvent("between").ChangeState("count", Increment));
        Assert.Equal("3", (await ViewAsync()).State["count"].Value.ToString());
        await Manager.UpdateAsync("s", update => update.RemoveState("count").ChangeState("count", Increment));
        Assert.Equal("1", (await ViewAsync()).State["count"].Value.ToString());
    }

    [ConformanceFact]
    public async Task Messages_of_many_writers_all_arrive_with_gapless_ordinals()
    {
        await CreateAsync();
        await TogetherAsync(6, async task =>
        {
            for (var i = 0; i < 30; i++)
            {
                await Manager.AppendMessageAsync("s", NewMessage.User($"{task}:{i}"), chat: $"chat{task % 3}");
            }
        });
        for (var chat = 0; chat < 3; chat++)
        {
            var messages = await Manager.ReadNewestMessagesAsync("s", 1000, $"chat{chat}");
            Assert.Equal(Enumerable.Range(1, 60).Select(i => (long)i), messages.Select(message => message.Ordinal));
            Assert.Equal(60, messages.Select(message => message.Content).Distinct().Count());
        }

        Assert.Equal(180, (await ViewAsync()).Messages.Total);
    }

    [ConformanceFact]
    public async Task Versions_only_grow_for_readers_while_others_write()
    {
        var key = (await CreateAsync()).Key;
        const int Writers = 3;
        const int Each = 60;
        await TogetherAsync(Writers + 2, async task =>
        {
            if (task < Writers)
            {
                for (var i = 0; i < Each; i++)
                {
                    await Manager.ChangeStateAsync("s", "count", Increment);
                }

                return;
            }

            for (var version = 0L; version < 1 + (Writers * Each);)
            {
                var view = (await Store.FindAsync(key))!;
                Assert.True(view.Version >= version, $"A reader saw version {view.Version} after {version}.");
                if (view.State.TryGetValue("count", out var count))
                {
                    Assert.Equal(view.Version - 1, long.Parse(count.Value.ToString(), CultureInfo.InvariantCulture));
                }

                version = view.Version;
            }
        });
    }

    [ConformanceFact]
    public async Task An_expected_version_that_has_passed_is_a_conflict_with_both_versions()
    {
        await CreateAsync();
        await Manager.SetStateAsync("s", "a", 1);
        var conflict = await UnchangedAsync<SessionConflictException>(() =>
            Manager.SetStateAsync("s", "a", 2, new CommitOptions { ExpectedVersion = 1 }));
        Assert.Equal((SessionConflict.Version, 1, 2, "s"), (conflict.Conflict, conflict.ExpectedVersion, conflict.ActualVersion, conflict.SessionId));
        Assert.Equal(3, (await Manager.SetStateAsync("s", "a", 2, new CommitOptions { ExpectedVersion = 2 })).Version);
    }

    [ConformanceFact]
    public async Task Of_many_who_expect_the_same_version_one_commits()
    {
        await CreateAsync();
        var conflicts = 0;
        await TogetherAsync(8, async task =>
        {
            try
            {
                await Manager.SetStateAsync("s", "winner", task, new CommitOptions { ExpectedVersion = 1 });
            }
            catch (SessionConflictException)
            {
                Interlocked.Increment(ref conflicts);
            }
        });
        Assert.Equal(7, conflicts);
        Assert.Equal(2, (await ViewAsync()).Version);
    }

    [ConformanceFact]
    public async Task Of_many_who_create_one_id_one_creates_it()
    {
        var created = 0;
        await TogetherAsync(8, async task =>
        {
            try
            {
                await Manager.CreateAsync(new NewSession { Id = "s", Purpose = $"{task}" });
                Interlocked.Increment(ref created);
            }
            catch (SessionAlreadyExistsException)
            {
            }
        });
        Assert.Equal(1, created);
        Assert.Equal(1, (await ViewAsync()).Version);
    }

    [ConformanceFact]
    public async Task Of_many_who_get_or_create_all_get_the_same_session()
    {
        var seen = new string[8];
        await TogetherAsync(8, async task => seen[task] = (await Manager.GetOrCreateAsync("s")).Incarnation);
        Assert.Single(seen.Distinct());
        Assert.Single(await EventsAsync());
    }
}
