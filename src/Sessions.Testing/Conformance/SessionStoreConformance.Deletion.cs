using Xunit;

namespace Sessions.Testing;

// Promise 13: a deleted session never comes back, and cleared conversations and removed state stay so.
public abstract partial class SessionStoreConformance
{
    [ConformanceFact]
    public async Task A_deleted_session_is_gone()
    {
        await CreateAsync();
        await Manager.UpdateAsync("s", update => update.AppendMessage(NewMessage.User("x")).LinkInvocation(new Invocation("i", "t")));
        Assert.True(await Manager.DeleteAsync("s"));
        await AssertGoneAsync();
        Assert.Null(await Manager.FindByInvocationAsync("i"));
        Assert.Equal(0, await Manager.CountAsync());
        Time.Advance(Hour * 48);
        Assert.Equal(0, await Manager.CleanUpAsync());
    }

    [ConformanceFact]
    public async Task An_id_created_again_is_another_session()
    {
        var first = await CreateAsync();
        await Manager.UpdateAsync("s", update => update.AppendMessage(NewMessage.User("old")).SetState("a", 1));
        await Manager.DeleteAsync("s");
        var second = await CreateAsync();
        Assert.NotEqual(first.Incarnation, second.Incarnation);
        Assert.Equal(1, second.Version);
        Assert.Empty(second.State);
        Assert.Empty(await ContentsAsync());
        Assert.Single(await EventsAsync());
        await Manager.AppendMessageAsync("s", NewMessage.User("new"));
        Assert.Equal(["new"], await ContentsAsync());
    }

    [ConformanceFact]
    public async Task A_deletion_that_names_an_incarnation_spares_another()
    {
        var first = await CreateAsync();
        await Manager.DeleteAsync("s");
        var second = await CreateAsync();
        Assert.False(await Store.DeleteAsync(first.Key, first.Incarnation));
        Assert.Equal(second.Incarnation, (await ViewAsync()).Incarnation);
        Assert.True(await Store.DeleteAsync(second.Key, second.Incarnation));
    }

    [ConformanceFact]
    public async Task Of_many_who_delete_one_did()
    {
        await CreateAsync();
        var deleted = 0;
        await TogetherAsync(8, async _ =>
        {
            if (await Manager.DeleteAsync("s"))
            {
                Interlocked.Increment(ref deleted);
            }
        });
        Assert.Equal(1, deleted);
    }

    [ConformanceFact]
    public async Task Commits_and_deletions_at_once_leave_nothing_half_there()
    {
        await TogetherAsync(4, async task =>
        {
            for (var i = 0; i < 50; i++)
            {
                if (task == 0)
                {
                    await Manager.DeleteAsync("s");
                    continue;
                }

                await Manager.GetOrCreateAsync("s");
                try
                {
                    await Manager.UpdateAsync("s", update => update.ChangeState("a", Increment).ChangeState("b", Increment));
                }
                catch (SessionNotFoundException)
                {
                }
            }
        });
        await Manager.GetOrCreateAsync("s");
        var view = await ViewAsync();
        Assert.Equal(view.State.GetValueOrDefault("a").Value, view.State.GetValueOrDefault("b").Value);
        Assert.Equal(view.Version, (await EventsAsync()).Count);
    }

    [ConformanceFact]
    public async Task Sessions_are_deleted_by_filter()
    {
        for (var i = 0; i < 25; i++)
        {
            await Manager.CreateAsync(new NewSession { Id = $"s{i}", Tags = [i % 2 == 0 ? "even" : "odd"] });
        }

        Assert.Equal(13, await Manager.DeleteWhereAsync(new SessionFilter { AllTags = ["even"] }));
        Assert.Equal(12, await Manager.CountAsync());
        Assert.Equal(0, await Manager.DeleteWhereAsync(new SessionFilter { AllTags = ["even"] }));
    }
}
